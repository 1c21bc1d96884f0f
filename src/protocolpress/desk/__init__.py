"""The translator's desk: a server on this machine, for a browser; a message is edited beside the page that prints it.

In: the folder of a project, and requests. Out: pages, JSON, events; catalogs, changed in one entry at a time. `server`
opens and closes everything, `app` has the addresses, `guard` refuses what does not come from the desk's own page.
`shell` makes that page. `views` answers from a `shelf`, which keeps what it has read; `storing` writes; `building`
makes pages and PDFs in a process of its own (`builder`), `watching` says when; `hub` tells the open pages. `git` reads
history and commits. A request fails with a RefusedError (`refusals`), which the page shows; no request ends the server.
"""
