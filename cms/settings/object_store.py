"""Where uploads are kept in production: any store that speaks S3, named by the environment."""

from typing import Any

from . import env


def s3() -> dict[str, Any]:
    """The `default` entry of STORAGES; addresses are signed and end after an hour, nothing is ever overwritten."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("S3_BUCKET"),
            "endpoint_url": env.text("S3_ENDPOINT_URL", "") or None,
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
