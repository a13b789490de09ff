"""The importable package of trucewatch; knows nothing of Airflow (docs/decisions, README: the rooms)."""
