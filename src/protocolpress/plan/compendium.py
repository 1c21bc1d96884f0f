"""The task of one compendium: the documents, each made ready before, linked with the matter around them."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress.errors import Problems
from protocolpress.files import Files
from protocolpress.pdf import merge
from protocolpress.plan import bundles, documents
from protocolpress.plan.paths import Published, Volume


def make(
    files: Files, needs: Mapping[str, bytes], problems: Problems, *, volume: Volume, published: Published
) -> bytes:
    """Link the documents of an edition into its compendium."""
    del problems
    bundle = bundles.load(needs[f"compendium-pages:{volume.edition}"])

    def ready(key: str) -> bytes:
        return needs[f"part:{key.replace('/', ':', 1)}"]

    return merge.merge(
        bundle.parts,
        ready=ready,
        title=bundle.title,
        locale=bundle.locale,
        date=volume.date,
        resolve=documents.beside(volume.path, published.keys(files)),
        folios=bundle.folios,
        words=bundle.words,
        whose=bundle.whose,
    )
