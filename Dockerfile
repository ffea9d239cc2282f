# Two stages: the first builds what needs a compiler, the second only runs it.
FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
RUN python -m venv /opt/quartier
COPY locks/run.txt locks/run.txt
RUN /opt/quartier/bin/pip install --no-cache-dir --require-hashes -r locks/run.txt
COPY . .
RUN /opt/quartier/bin/pip install --no-cache-dir setuptools \
    && /opt/quartier/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/quartier/bin/pip uninstall -y setuptools

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home quartier \
    && install -d -o quartier -g quartier /data
COPY --from=build /opt/quartier /opt/quartier
ENV PATH=/opt/quartier/bin:$PATH PYTHONUNBUFFERED=1 \
    QUARTIER_DATA_DIR=/data QUARTIER_LISTEN_HOST=0.0.0.0 QUARTIER_LISTEN_PORT=8082 QUARTIER_LOG_FORMAT=json
USER quartier
VOLUME /data
EXPOSE 8082
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
    CMD ["quartier", "doctor", "--alive"]
ENTRYPOINT ["quartier"]
CMD ["run"]
