"""Decisions on findings, and the ledger that keeps them and everything else that people did.

The ledger holds events, each with the hash of the one before, and is only ever added to::

    from chs_audit.review.ledger import open_ledger
    from chs_audit.review.people import acting

    who = acting(settings)                      # Actor(staff_id, roles), or InputError
    with open_ledger(folder, settings) as ledger:
        event = ledger.append(                  # on disk when it returns
            "reveal",                           # a kind: any word
            {"reason": "…", "person_id": "P1"}, # plain data; keys of records, never a name
            actor=who.staff_id,
            subject="NK-01-0123456789",         # the finding or audit it is about, or ""
        )
        ledger.events("reveal")                 # list[Event]: seq, at, actor, kind, subject, payload
        with ledger.writing() as book:          # several events, all or none
            book.append(...)

`chs-audit verify` proves the chain over events of every kind; a kind needs no registration.
"""
