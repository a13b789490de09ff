# One image for all Airflow services: the hashed lock, the project as a wheel, its DAGs and plugins; no compiler.
FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_LINK_MODE=copy
WORKDIR /build

# Dependencies first: they change less often than the code. Wheels only, so there is nothing to compile.
COPY requirements/bootstrap.lock requirements/server.lock requirements/
RUN pip install --require-hashes -r requirements/bootstrap.lock \
    && python -m venv --without-pip /opt/trucewatch/venv \
    && uv pip sync --python /opt/trucewatch/venv/bin/python --require-hashes --only-binary :all: --compile-bytecode \
        requirements/server.lock

# The build backend is held to the hashes of dev.lock.
COPY pyproject.toml README.md LICENSE requirements/dev.lock ./
COPY pipelines pipelines
COPY sql sql
COPY expectations expectations
RUN uv build --wheel --require-hashes --build-constraints dev.lock --out-dir /wheels . \
    && uv pip install --python /opt/trucewatch/venv/bin/python --no-index --no-deps --compile-bytecode /wheels/*.whl


FROM python:3.11.14-slim-bookworm

# The folders that volumes are mounted on belong to the user: a new volume takes over owner and mode.
RUN useradd --system --uid 50000 --user-group --home-dir /opt/airflow --create-home --shell /usr/sbin/nologin trucewatch \
    && install -d -o trucewatch -g trucewatch -m 0750 /srv/trucewatch /var/log/trucewatch

COPY --from=build /opt/trucewatch/venv /opt/trucewatch/venv
COPY dags /opt/trucewatch/dags
COPY plugins /opt/trucewatch/plugins

ENV PATH=/opt/trucewatch/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/trucewatch/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/trucewatch/plugins \
    GX_ANALYTICS_ENABLED=false \
    TRUCEWATCH_DATA=/srv/trucewatch
USER 50000:50000
WORKDIR /opt/airflow
CMD ["airflow", "version"]
