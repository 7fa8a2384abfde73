-- The audit of the access log as a good engineer would write it for this one charity: no
-- sentences, no fingerprints, the settings' numbers written out. DuckDB and PostgreSQL both
-- read it. Here before it begins: the record tables, local_day(moment) and, for PostgreSQL,
-- DuckDB's list_contains(list, value).

CREATE TABLE met AS
SELECT staff_id, person_id, kind, group_name, local_day(starts_at) AS starts_on,
    local_day(coalesce(ends_at, starts_at)) AS ends_on
FROM sessions;

CREATE TABLE assigned AS
SELECT staff_id, person_id, capacity, from_on, until_on, local_day(recorded_at) AS recorded_on
FROM caseload;

-- Who had a reason to look at whom: from one day up to, but not including, another.
CREATE TABLE ties AS
WITH own AS (
    SELECT staff_id, person_id, from_on, until_on + 15 AS until_on, recorded_on
    FROM assigned WHERE capacity IS NULL OR capacity IN ('own', 'supervision')
), groups_held AS (
    SELECT DISTINCT ran.staff_id, went.person_id, went.starts_on
    FROM (SELECT DISTINCT staff_id, group_name, starts_on FROM met WHERE kind = 'group') ran
    JOIN (SELECT DISTINCT person_id, group_name, starts_on FROM met WHERE kind = 'group') went
        ON ran.group_name = went.group_name
        AND went.starts_on BETWEEN ran.starts_on - 7 AND ran.starts_on + 7
), drawn AS (
    SELECT staff_id, person_id, from_on, until_on, recorded_on, true AS own FROM own
    UNION ALL
    SELECT staff_id, person_id, from_on, until_on + 1, recorded_on, false
    FROM assigned WHERE capacity = 'cover'
    UNION ALL
    SELECT manager_id, person_id, from_on, until_on, recorded_on, false
    FROM own JOIN staff USING (staff_id) WHERE manager_id IS NOT NULL
    UNION ALL
    SELECT own.staff_id, relative.person_id, from_on, until_on, recorded_on, false
    FROM own JOIN families member USING (person_id)
    JOIN families relative
        ON relative.family_id = member.family_id AND relative.person_id <> member.person_id
    UNION ALL
    SELECT staff_id, person_id, starts_on - 7, ends_on + 8, NULL, false FROM met
    UNION ALL
    SELECT staff_id, person_id, local_day(raised_at), local_day(closed_at) + 1, NULL, false
    FROM concerns
    CROSS JOIN (
        SELECT staff_id FROM staff WHERE ';' || duties || ';' LIKE '%;safeguarding-lead;%'
    ) leads
    UNION ALL
    SELECT staff_id, person_id, local_day(opened_at), local_day(closed_at) + 15, NULL, false
    FROM requests WHERE staff_id IS NOT NULL
    UNION ALL
    SELECT staff_id, person_id, starts_on - 7, starts_on + 8, NULL, false FROM groups_held
)
SELECT staff_id, person_id, from_on, coalesce(until_on, DATE '9999-12-31') AS until_on, own,
    -- A week before it was written down, it begins to count.
    CASE WHEN from_on IS NOT NULL THEN greatest(from_on, recorded_on - 7) END AS counts_from
FROM drawn;

-- Those that count, merged where they touch: an access meets at most one.
CREATE TABLE reasons AS
WITH marked AS (
    SELECT *, counts_from > max(until_on) OVER (
        PARTITION BY staff_id, person_id ORDER BY counts_from
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) IS NOT FALSE AS apart
    FROM ties
    WHERE until_on > counts_from AND until_on > DATE '2025-04-01' AND counts_from <= DATE '2026-03-31'
), numbered AS (
    SELECT *, count(*) FILTER (WHERE apart) OVER (
        PARTITION BY staff_id, person_id ORDER BY counts_from
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
    FROM marked
)
SELECT staff_id AS tied_staff, person_id AS tied_person, min(counts_from) AS tied_from,
    max(until_on) AS tied_until
FROM numbered GROUP BY staff_id, person_id, island;

CREATE TABLE copies AS
SELECT staff_id AS copies_staff, occurred_on AS copies_on, count(DISTINCT person_id) AS people
FROM access_log
WHERE action IN ('export', 'print', 'download', 'share') AND reason IS NULL
GROUP BY staff_id, occurred_on;

CREATE TABLE workers AS
SELECT staff_id AS worker_id, kind, started_on, left_on, sections
FROM staff LEFT JOIN (VALUES $needs) AS needs (role, sections) ON lower(staff.role) = needs.role;

-- One pass over the log: what is not kept.
CREATE TABLE looked_into AS
SELECT * FROM (
SELECT log.event_id, log.staff_id, log.person_id, log.occurred_at, log.occurred_on,
    log.break_glass AND log.reason IS NOT NULL AS glass, log.reviewed_at,
    started_on, left_on, tied_staff IS NOT NULL AS tied,
    worker_id IS NULL AS staff_unknown, known.person_id IS NULL AS person_unknown,
    CASE WHEN section IS NULL THEN NULL
        WHEN worker_id IS NULL THEN 'staff-unknown'
        WHEN list_contains(sections, lower(section)) THEN NULL
        WHEN sections IS NOT NULL THEN 'section-not-needed'
        ELSE 'role-unknown' END AS nk02,
    CASE WHEN worker_id IS NULL THEN 'staff-unknown'
        WHEN log.occurred_on > left_on THEN 'after-leaving'
        WHEN started_on IS NULL THEN 'no-start-date'
        WHEN log.occurred_on < started_on THEN 'before-start' END AS nk03,
    CASE WHEN action IS NULL THEN 'no-action'
        WHEN action NOT IN ('export', 'print', 'download', 'share') OR reason IS NOT NULL THEN NULL
        WHEN people > 25 THEN 'bulk-copy'
        WHEN people > 5 THEN 'copy-without-reason' END AS nk04,
    CASE WHEN known.person_id IS NULL THEN 'person-unknown'
        WHEN worker_id IS NULL THEN 'staff-unknown'
        WHEN conflict.staff_id IS NULL OR log.occurred_on > conflict.ended_on THEN NULL
        WHEN relation = 'self' THEN 'own-record'
        ELSE 'declared-conflict' END AS nk05,
    CASE WHEN place IS NULL OR starts_with(place, '10.') THEN NULL
        WHEN worker_id IS NULL THEN 'staff-unknown'
        WHEN kind = 'trustee' THEN NULL
        ELSE 'outside' END AS rm03
FROM access_log log
LEFT JOIN workers ON worker_id = log.staff_id
LEFT JOIN service_users known ON known.person_id = log.person_id
LEFT JOIN reasons ON tied_staff = log.staff_id AND tied_person = log.person_id
    AND log.occurred_on >= tied_from AND log.occurred_on < tied_until
LEFT JOIN copies ON copies_staff = log.staff_id AND copies_on = log.occurred_on
LEFT JOIN declared_conflicts conflict
    ON conflict.staff_id = log.staff_id AND conflict.person_id = log.person_id
) AS judged
WHERE NOT (tied AND occurred_on <= coalesce(left_on, occurred_on)
        AND occurred_on >= coalesce(started_on, occurred_on))
    OR nk02 IS NOT NULL OR nk03 IS NOT NULL OR nk04 IS NOT NULL OR nk05 IS NOT NULL
    OR rm03 IS NOT NULL;

-- Why nothing explains it: only asked of what is left.
CREATE TABLE unneeded AS
WITH looks AS (
    SELECT *, occurred_on > left_on IS TRUE AS role_ended,
        (occurred_on > left_on OR occurred_on < started_on) IS NOT TRUE AS in_role,
        glass AND reviewed_at BETWEEN occurred_at AND occurred_at + INTERVAL '5' DAY AS reviewed
    FROM looked_into
), pairs AS (
    SELECT event_id,
        bool_or(from_on IS NULL AND occurred_on < until_on) AS undated,
        bool_or(occurred_on >= from_on AND occurred_on < least(counts_from, until_on)) AS backdated,
        bool_or(own AND until_on > counts_from AND until_on <= occurred_on) AS case_ended
    FROM looks JOIN ties USING (staff_id, person_id)
    WHERE NOT (tied AND in_role) GROUP BY event_id
)
SELECT event_id,
    CASE WHEN person_unknown THEN 'person-unknown'
        WHEN staff_unknown THEN 'staff-unknown'
        WHEN tied AND role_ended THEN 'after-role-ended'
        WHEN glass AND reviewed_at IS NULL AND in_role AND occurred_on + 5 >= DATE '2026-03-31'
            THEN 'review-not-due'
        WHEN undated AND in_role THEN 'assignment-undated'
        WHEN backdated AND in_role THEN 'backdated'
        WHEN case_ended THEN 'after-case-closed'
        ELSE 'unexplained' END AS reason
FROM looks LEFT JOIN pairs USING (event_id)
WHERE NOT ((tied OR reviewed IS TRUE) AND in_role);

-- Days on which a source logged nothing, where such a weekday usually has something.
CREATE TABLE gaps AS
WITH logged AS (
    SELECT coalesce(source, '(no name)') AS source, occurred_on AS day, count(*) AS events,
        coalesce(bool_or(action = 'view'), false) AS looked
    FROM access_log GROUP BY 1, 2
), named AS (
    SELECT * FROM logged
    UNION ALL
    SELECT 'the whole log', day, sum(events), bool_or(looked) FROM logged GROUP BY day
), days AS (
    SELECT source, CAST(day AS DATE) AS day, has_views
    FROM (SELECT source, min(day) AS first_on, max(day) AS last_on, bool_or(looked) AS has_views
        FROM named GROUP BY source) AS spans,
        generate_series(TIMESTAMP '2025-04-01', TIMESTAMP '2026-03-31', INTERVAL '1' DAY)
            AS series (day)
    WHERE source = 'the whole log' OR day BETWEEN first_on AND last_on
), counted AS (
    SELECT days.*, coalesce(events, 0) AS events FROM days LEFT JOIN named USING (source, day)
), usual AS (
    SELECT source, extract(dow FROM day) AS weekday,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY events) AS usual
    FROM counted GROUP BY 1, 2
)
SELECT counted.source || '|' || CAST(day AS VARCHAR) AS key,
    CASE WHEN usual >= 5 AND events = 0 THEN 'log-gap'
        WHEN NOT has_views THEN 'views-not-logged' END AS reason
FROM counted
LEFT JOIN usual ON usual.source = counted.source AND weekday = extract(dow FROM day);

CREATE TABLE findings AS
SELECT 'NK-01' AS control, reason, event_id AS key FROM unneeded
UNION ALL SELECT 'NK-02', nk02, event_id FROM looked_into WHERE nk02 IS NOT NULL
UNION ALL SELECT 'NK-03', nk03, event_id FROM looked_into WHERE nk03 IS NOT NULL
UNION ALL SELECT 'NK-04', nk04, event_id FROM looked_into WHERE nk04 IS NOT NULL
UNION ALL SELECT 'NK-05', nk05, event_id FROM looked_into WHERE nk05 IS NOT NULL
UNION ALL SELECT 'RM-03', rm03, event_id FROM looked_into WHERE rm03 IS NOT NULL
UNION ALL SELECT 'NK-07', reason, key FROM gaps WHERE reason IS NOT NULL;

CREATE TABLE examined AS
WITH asked AS (
    SELECT count(*) AS log, count(section) AS sections, count(place) AS places,
        count(*) FILTER (WHERE action IS NULL OR action IN ('export', 'print', 'download', 'share'))
            AS copied
    FROM access_log
)
SELECT 'NK-01' AS control, log AS rows_asked FROM asked
UNION ALL SELECT 'NK-02', sections FROM asked
UNION ALL SELECT 'NK-03', log FROM asked
UNION ALL SELECT 'NK-04', copied FROM asked
UNION ALL SELECT 'NK-05', log FROM asked
UNION ALL SELECT 'RM-03', places FROM asked
UNION ALL SELECT 'NK-07', count(*) FROM gaps;
