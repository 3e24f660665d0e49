"""Files of one request, held to limits while they come in: what is too large is dropped, not stored and then refused."""

import io
from collections.abc import Set
from pathlib import PurePosixPath

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from desk.page_files import PageFileError, largest_of, printable_name, unknown_kind

LARGEST_REQUEST = 64 * 1024 * 1024  # bytes, all files of one request
LARGEST_ARCHIVE = 40 * 1024 * 1024  # bytes, of a ZIP archive as it comes


class BoundedUploads(FileUploadHandler):
    """Keeps the files of a request in memory, those whose suffix is one of `suffixes`; `refused` tells of the others.

    A request that announces more than LARGEST_REQUEST is not read beyond the name of its first file.
    """

    def __init__(self, suffixes: Set[str]):
        super().__init__()
        self._suffixes = suffixes
        self._announced = 0
        self._last = ""
        self.refused: list[PageFileError] = []

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self._announced = content_length

    def new_file(self, field_name, file_name, content_type, content_length, charset=None, content_type_extra=None):
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        self._last = printable_name(file_name)
        self._pieces: list[bytes] = []
        self._size = 0
        if self._announced > LARGEST_REQUEST:
            self._refuse(
                f"一次上传共 {self._announced / (1 << 20):.0f} MB,超过 {LARGEST_REQUEST >> 20} MB 上限,没有接收;请分批。"
            )
            raise StopUpload(connection_reset=True)
        if self._suffix not in self._suffixes:
            self._refuse(unknown_kind(self._suffix, self._suffixes))
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        largest = LARGEST_ARCHIVE if self._suffix == ".zip" else largest_of(self._suffix)
        if self._size > largest:
            self._refuse(f"文件超过 {largest >> 20} MB 上限,请拆分后再导入。")
            raise SkipFile
        self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = io.BytesIO(b"".join(self._pieces))
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    @property
    def _suffix(self) -> str:
        return PurePosixPath(self.file_name).suffix.lower()

    def _refuse(self, message: str) -> None:
        self.refused.append(PageFileError(self._last, message))

    def fault_of(self, request: HttpRequest) -> str:
        """Read the request; says in Chinese why it is not taken as a whole, or nothing."""
        request.upload_handlers = [self]
        try:
            request.POST  # noqa: B018 - which reads it
        except TooManyFilesSent:
            at = f"“{self._last}”" if self._last else "所选文件"
            return f"一次最多 100 个文件,从{at}往后的没有接收;请打成 ZIP 压缩包,或分批上传。"
        except RequestDataTooBig:
            return "粘贴的文字超过 2.5 MB,没有接收;请分几次粘贴,或存成文件上传。"
        except (TooManyFieldsSent, MultiPartParserError, UnreadablePostError):
            return "上传中断或内容有误,没有接收;请重新上传。"
        if self._announced > LARGEST_REQUEST:
            return (
                str(self.refused[0]) if self.refused else f"一次上传超过 {LARGEST_REQUEST >> 20} MB,没有接收;请分批。"
            )
        return ""
