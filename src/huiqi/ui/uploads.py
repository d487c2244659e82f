"""Files on their way in: what did not fit on the disk is taken away at once, so that it does not keep the disk full."""

from __future__ import annotations

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TidyUploadHandler(TemporaryFileUploadHandler):
    """Writes a large file aside as Django does, and removes its beginning where the rest finds no room."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part of the file; raises OSError."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            # Closing removes it. Else it stays until the collector comes by.
            self.file.close()
            raise
