# Sourced by the Makefile and by people who call `airflow` by hand: Airflow lives inside this checkout.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export AIRFLOW_HOME="$root/.airflow"
export AIRFLOW__CORE__DAGS_FOLDER="$root/dags"
export AIRFLOW__CORE__PLUGINS_FOLDER="$root/plugins"
export AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__CORE__PARALLELISM=4                # 32 workers cost 1.3 GB on a laptop
export AIRFLOW__LOGGING__NAMESPACE_LEVELS="great_expectations=WARNING"
export GX_ANALYTICS_ENABLED=false
export PATH="$root/.venv/bin:$PATH"
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
