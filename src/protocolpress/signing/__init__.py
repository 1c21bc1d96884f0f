"""Electronic signatures: a built PDF in, the same PDF with a signature appended out; and judgements on signed files.

In: the bytes of files, keys as values, certificates that are trusted. Out: bytes, which begin with those given, and
`Judged` values. Nothing is fetched but time stamps and revocation data, from the addresses in the settings and in
certificates, and only where a level or the caller asks for it. Failures are a `SigningError`. No secret is in a
problem, a log, a `repr` or a result.

    door         the extra `sign`: whether pyHanko is here, its errors and its log
    values       signatories, keys, orders, judgements
    keys         a key of a file or a token, ready to sign
    trust        certificates of authorities; revocation data; time stamps
    places       the fields of a file, and which of them a party signs
    appearance   what a signature shows on the page
    making       a signature, an archive time stamp
    elsewhere    the digest out, a signature made by another program in
    chain        archive time stamps, from the newest to the oldest
    whole        whether anything but signatures came after a signature
    judging      who signed, when, trusted by whom, and what was changed
    detached     signatures beside a file: a release's list of digests

This is the door to pyHanko and the libraries below it. No cryptography of our own is here.
"""
