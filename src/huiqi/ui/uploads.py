"""Files on their way in: more than anybody may hand in is not taken; what did not fit on the disk is taken away at once."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler

# In bytes, all files of a form together. Without a log-in nobody hands in more than one piece of evidence.
MOST: Final = 128_000_000
VISITORS_MOST: Final = 11_000_000


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Keeps a small file in memory as Django does, and refuses a form by the length that it says, before anything of it is written.

    Files are read before any view is asked: here is the only place where it can be said in time.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        meta: Any,
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at the length; raises RequestDataTooBig."""
        request = self.request
        assert request is not None, "made for a request"
        if content_length > (MOST if request.user.is_authenticated else VISITORS_MOST):
            raise RequestDataTooBig("more than may be handed in")
        super().handle_raw_input(input_data, meta, content_length, boundary, encoding)


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
