"""`openbook tracking`: where links may lead, what partners may show, who reports conversions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.common import AuthorOption, JsonOption, author_name, told
from pipelines.lib import portal_gateway

app = typer.Typer(help="Hosts, landing pages, creatives, postback sources.", no_args_is_help=True)

ProgramOption = Annotated[str, typer.Option("--program", help="The program's id.")]


@app.command()
def host(
    name: Annotated[str, typer.Argument(help="A host name, e.g. www.larkspur.example.")],
    program: ProgramOption,
    with_subdomains: Annotated[bool, typer.Option(help="Hosts below it as well.")] = False,
    author: AuthorOption = "",
) -> None:
    """Let partners' links lead to a host."""
    portal_gateway.link_host_allow(author=author_name(author), program_id=program, host=name,
                                   with_subdomains=with_subdomains)  # fmt: skip
    typer.echo(f"links of {program} may lead to {name}")


@app.command()
def page(
    title: Annotated[str, typer.Argument(help="What partners read.")],
    url: Annotated[str, typer.Argument(help="Its address, on an allowed host.")],
    program: ProgramOption,
    language: Annotated[str, typer.Option(help="Of the page, e.g. de.")] = "",
    author: AuthorOption = "",
) -> None:
    """Offer a landing page to partners."""
    portal_gateway.landing_page_create(author=author_name(author), program_id=program, title=title,
                                       url=url, language=language)  # fmt: skip
    typer.echo(f"{program} offers {title}: {url}")


@app.command()
def creative(
    title: Annotated[str, typer.Argument(help="What partners read.")],
    program: ProgramOption,
    file: Annotated[Path | None, typer.Option(help="A PNG or JPEG: a banner.")] = None,
    text: Annotated[str, typer.Option(help="Words to use: a text.")] = "",
    language: Annotated[str, typer.Option(help="Of the creative, e.g. de.")] = "",
    author: AuthorOption = "",
) -> None:
    """Publish a banner (`--file`) or a text (`--text`)."""
    portal_gateway.creative_publish(
        author=author_name(author), program_id=program, title=title,
        kind="banner" if file else "text", language=language, text=text,
        file_name=file.name if file else "", content=file.read_bytes() if file else b"",
    )  # fmt: skip
    typer.echo(f"{program} offers {title}")


@app.command()
def source(
    source_id: Annotated[str, typer.Argument(help="Small letters: /postback/<source>.")],
    program: ProgramOption,
    name: Annotated[str, typer.Option(help="The system that reports.")],
    currency: Annotated[str, typer.Option(help="Of amounts that name none.")] = "",
    signed_only: Annotated[bool, typer.Option(help="Refuse what is not signed.")] = False,
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let a system report conversions; prints its secret, this once."""
    secret = portal_gateway.postback_source_create(
        author=author_name(author), program_id=program, source_id=source_id, name=name,
        currency_code=currency, accepts_unsigned=not signed_only,
    )  # fmt: skip
    sentence = f"/postback/{source_id} takes messages signed with (shown this once): {secret}"
    told({"source_id": source_id, "secret": secret}, as_json, sentence)
