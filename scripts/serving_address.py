"""Where ./dev run listens: HOST and PORT of the environment. Standard library only."""

import os
import socket
from dataclasses import dataclass

from scripts.console import stop


@dataclass(frozen=True)
class ServingAddress:
    host: str
    port: int

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What to type into the browser of this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host if host.startswith('[') or ':' not in host else f'[{host}]'}:{self.port}/"

    def refuse_if_taken(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((self.host, self.port))
            except PermissionError:
                stop(f"没有权限使用端口 {self.port}。请换 1024 以上的端口,如:PORT=8000 ./dev run")
            except socket.gaierror:
                stop(f"HOST={self.host} 不是本机的地址。")
            except OSError as error:
                if error.errno == 98 or "in use" in str(error).lower():
                    stop(
                        f"端口 {self.port} 已被别的程序占用。请先停下那个程序,或换一个端口:PORT={self.port + 1} ./dev run"
                    )
                stop(f"不能在 {self.bind} 上监听:{error.strerror}")


def from_environment() -> ServingAddress:
    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= 65535):
        stop(f"PORT 须为 1 至 65535 的整数,现为“{port}”。", 2)
    return ServingAddress(os.environ.get("HOST") or "127.0.0.1", int(port))
