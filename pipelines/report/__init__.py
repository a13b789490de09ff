"""Report: the read side. Rows in, text out; it knows neither the database nor the scheduler."""
