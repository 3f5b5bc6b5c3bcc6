"""Read by gunicorn wherever it is started."""

logger_class = "cms.access_log.MaskingLogger"
