"""The task of one compendium: link the prepared documents with the pages around them."""

from __future__ import annotations

from protocolpress.build.task import Inputs
from protocolpress.pdf import merge
from protocolpress.plan import bundles, documents
from protocolpress.plan.actions import LinkCompendium


def make(task: LinkCompendium, given: Inputs) -> bytes:
    """Link the documents of an edition into its compendium."""
    bundle = bundles.load(given.needs[f"compendium-pages:{task.volume.suffix}"])

    def ready(key: str) -> bytes:
        return given.needs[f"part:{key.replace('/', ':', 1)}"]

    return merge.merge(
        bundle.parts,
        ready=ready,
        title=bundle.title,
        titles=bundle.titles,
        locale=bundle.locale,
        date=task.volume.date,
        resolve=documents.beside(task.volume.path, task.published.keys(given.files)),
        folios=bundle.folios,
        words=bundle.words,
        whose=bundle.whose,
    )
