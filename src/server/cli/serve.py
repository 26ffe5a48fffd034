"""`archipel serve` and `archipel worker`: the long-running ones."""

import asyncio
import signal
import socket
from typing import Any

import click
import uvicorn

from core.clock import utc_now
from core.database import Database
from core.jobs import Tools
from core.mail import Post
from core.settings import Settings
from server.app import create_app
from server.cli.run import run
from server.templating import make_environment
from server.worker import Worker


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option("--demo", is_flag=True, help="Fill an empty database with the demo network.")
@click.option("--no-worker", is_flag=True, help="Leave jobs to `archipel worker`.")
def serve(host: str, port: int, demo: bool, no_worker: bool) -> None:
    """Serve the web pages and the API, and run jobs beside them. Ctrl-C stops everything."""

    async def work(database: Database, settings: Settings) -> None:
        is_demo = await _prepare_demo(database, demo)
        listener = _listen(host, port)
        address = _address(host, listener.getsockname()[1])
        if "base_url" not in settings.model_fields_set:  # links in mails must lead here
            settings = settings.model_copy(update={"base_url": address})
        server = _Server(uvicorn.Config(create_app(database, settings, demo=is_demo), **_UVICORN))
        jobs = Worker(database, Tools(Post(make_environment(), settings), settings))
        running = None if no_worker else asyncio.create_task(jobs.run())
        _announce(address, is_demo)
        try:
            await server.serve(sockets=[listener])
        finally:
            jobs.stop()
            if running is not None:
                await running

    run(work)


@click.command()
def worker() -> None:
    """Run jobs only: mails, recounts, clean-up."""

    async def work(database: Database, settings: Settings) -> None:
        jobs = Worker(database, Tools(Post(make_environment(), settings), settings))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, jobs.stop)
        click.echo("Running jobs. Ctrl-C stops.")
        await jobs.run()

    run(work)


_UVICORN: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "date_header": True,
    "lifespan": "off",
    "timeout_keep_alive": 75,
    "timeout_graceful_shutdown": 20,
}


class _Server(uvicorn.Server):
    """uvicorn raises the signal again after a clean stop; ours ends with status 0."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """The listening socket. Raises ClickException with what to do when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only over sockets that say they are TCP's; else each waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"Port {port} on {host} is taken or not allowed ({error.strerror}). Choose another one with --port."
        ) from error
    return listener


async def _prepare_demo(database: Database, wanted: bool) -> bool:
    """Whether this is the demo network: just made, or made before."""
    from server.demo.load import is_demo, load_demo  # noqa: PLC0415 -- the demo's texts are large and rarely needed

    if wanted:
        await load_demo(database, today=utc_now().date())
    return await is_demo(database)


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(address: str, is_demo: bool) -> None:
    click.echo(f"Archipel is running on {address}")
    if is_demo:
        from server.demo.accounts import ACCOUNTS, PASSWORD  # noqa: PLC0415 -- as above

        click.echo(f"This is the demo network. Sign in with the password {PASSWORD} as:")
        for account in ACCOUNTS:
            click.echo(f"  {account.email:32} {account.role} of {account.unit}")
    click.echo("Ctrl-C stops.")
