"""The smallest possible Typer program: one command with one option, help without Rich."""

import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def main(day: str = "2026-06-10") -> None:
    """Print a day."""
    print(day)


app()
