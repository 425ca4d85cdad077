-- What the migrations in migrations.json make of an empty database. Written by "raekoda baseline write"; do not edit.

SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.applications_decided_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'What two officials decided in % is not changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION public.benefits_used_rule_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    before jsonb := to_jsonb(OLD) - 'valid_to' - 'note' - 'note_et' - 'note_en' - 'note_ru' - 'is_verified';
    after jsonb;
BEGIN
    IF OLD.used_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        after := to_jsonb(NEW) - 'valid_to' - 'note' - 'note_et' - 'note_en' - 'note_ru' - 'is_verified';
        IF before = after THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'decisions rest on this rule of a benefit' USING ERRCODE = 'XX000';
END $$;

CREATE FUNCTION public.core_journal_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION public.forms_version_never_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.published_by_id IS NULL
        AND ROW(NEW.id, NEW.municipality_id, NEW.form_id, NEW.number, NEW.definition, NEW.note, NEW.published_at)
        IS NOT DISTINCT FROM ROW(OLD.id, OLD.municipality_id, OLD.form_id, OLD.number, OLD.definition, OLD.note, OLD.published_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published version of a form never changes' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION public.places_area_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO places_areaversion (id, version) VALUES (1, gen_random_uuid()::text)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.registers_query_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'Queries of registers are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION public.tracker_look_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'Looks at data are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TABLE public.answers_publishedanswer (
    id bigint NOT NULL,
    slug character varying(120) NOT NULL,
    status character varying(10) NOT NULL,
    language character varying(2) NOT NULL,
    title character varying(200) NOT NULL,
    question text NOT NULL,
    answer text NOT NULL,
    asked_on date,
    published_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    helped integer NOT NULL,
    did_not_help integer NOT NULL,
    is_demo boolean NOT NULL,
    case_id bigint,
    checked_by_id bigint,
    drafted_by_id bigint,
    municipality_id bigint NOT NULL,
    service_id bigint,
    topic_id bigint,
    unit_id bigint,
    listed_at timestamp with time zone NOT NULL,
    CONSTRAINT answers_publishedanswer_did_not_help_check CHECK ((did_not_help >= 0)),
    CONSTRAINT answers_publishedanswer_helped_check CHECK ((helped >= 0)),
    CONSTRAINT published_answer_has_date CHECK (((NOT ((status)::text = 'published'::text)) OR (published_at IS NOT NULL)))
);

ALTER TABLE public.answers_publishedanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.answers_publishedanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_accountchange (
    id bigint NOT NULL,
    old_holder character varying(140) NOT NULL,
    old_account text NOT NULL,
    old_bic character varying(11) NOT NULL,
    holder character varying(140) NOT NULL,
    account text NOT NULL,
    bic character varying(11) NOT NULL,
    state character varying(9) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint,
    grant_id bigint,
    municipality_id bigint NOT NULL,
    proposed_by_id bigint NOT NULL,
    CONSTRAINT account_change_decided_by_somebody CHECK ((((decided_at IS NULL) AND (decided_by_id IS NULL) AND ((state)::text = 'waiting'::text)) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL) AND ((state)::text = ANY (ARRAY[('confirmed'::character varying)::text, ('rejected'::character varying)::text]))))),
    CONSTRAINT account_change_of_four_eyes CHECK (((NOT ((state)::text = 'confirmed'::text)) OR (NOT ((decided_by_id = proposed_by_id) AND (decided_by_id IS NOT NULL)))))
);

ALTER TABLE public.applications_accountchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_accountchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_application (
    id bigint NOT NULL,
    answers text NOT NULL,
    ref character varying(10) NOT NULL,
    language character varying(2) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    applicant_id bigint NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT forgotten_application_is_empty CHECK (((forgotten_at IS NULL) OR (answers = ''::text)))
);

ALTER TABLE public.applications_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_batch (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    state character varying(9) NOT NULL,
    pay_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    paid_at timestamp with time zone,
    confirmed_by_id bigint,
    made_by_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    touched_by bigint[] NOT NULL,
    CONSTRAINT batch_confirmed_by_an_outsider CHECK ((NOT (touched_by @> ARRAY[confirmed_by_id]))),
    CONSTRAINT batch_confirmed_by_somebody CHECK ((((state)::text = ANY (ARRAY[('gathered'::character varying)::text, ('dropped'::character varying)::text])) OR (confirmed_by_id IS NOT NULL))),
    CONSTRAINT batch_of_four_eyes CHECK ((NOT ((confirmed_by_id = made_by_id) AND (confirmed_by_id IS NOT NULL))))
);

ALTER TABLE public.applications_batch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_check (
    id bigint NOT NULL,
    text character varying(200) NOT NULL,
    done_at timestamp with time zone NOT NULL,
    application_id bigint NOT NULL,
    done_by_id bigint,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.applications_check ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_check_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_consent (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    state character varying(7) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    application_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT consent_answered_at CHECK ((((state)::text = 'asked'::text) OR (answered_at IS NOT NULL)))
);

ALTER TABLE public.applications_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_decision (
    id bigint NOT NULL,
    state character varying(7) NOT NULL,
    outcome character varying(7) NOT NULL,
    amount numeric(9,2),
    reasons text NOT NULL,
    language character varying(2) NOT NULL,
    assessment jsonb NOT NULL,
    account text NOT NULL,
    payee character varying(140) NOT NULL,
    pay_by date,
    dispute_days smallint,
    dispute_source character varying(300) NOT NULL,
    four_eyes boolean NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    returned text NOT NULL,
    made_at timestamp with time zone,
    file character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    application_id bigint NOT NULL,
    confirmed_by_id bigint,
    drafted_by_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    rule_id bigint,
    CONSTRAINT applications_decision_dispute_days_check CHECK ((dispute_days >= 0)),
    CONSTRAINT decision_amount_is_granted CHECK (((amount IS NULL) OR ((amount > (0)::numeric) AND (NOT ((outcome)::text = 'refused'::text))))),
    CONSTRAINT decision_made_by_somebody CHECK (((NOT ((state)::text = 'made'::text)) OR ((confirmed_by_id IS NOT NULL) AND (made_at IS NOT NULL)))),
    CONSTRAINT decision_of_four_eyes CHECK (((NOT ((state)::text = 'made'::text)) OR (NOT four_eyes) OR (NOT ((confirmed_by_id = drafted_by_id) AND (confirmed_by_id IS NOT NULL)))))
);

ALTER TABLE public.applications_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_draft (
    id bigint NOT NULL,
    answers text NOT NULL,
    ref character varying(10) NOT NULL,
    language character varying(2) NOT NULL,
    step character varying(60) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    applicant_id bigint NOT NULL,
    form_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    version_id bigint NOT NULL
);

ALTER TABLE public.applications_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_file (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    field character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    content_type character varying(100) NOT NULL,
    size integer NOT NULL,
    file character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    application_id bigint,
    draft_id bigint,
    municipality_id bigint NOT NULL,
    CONSTRAINT applications_file_size_check CHECK ((size >= 0)),
    CONSTRAINT file_of_draft_or_application CHECK ((((application_id IS NOT NULL) AND (draft_id IS NULL)) OR ((application_id IS NULL) AND (draft_id IS NOT NULL))))
);

ALTER TABLE public.applications_file ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_grant (
    id bigint NOT NULL,
    period character varying(20) NOT NULL,
    amount numeric(9,2) NOT NULL,
    pay_by date NOT NULL,
    benefit_id bigint NOT NULL,
    decision_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    returned_at timestamp with time zone
);

ALTER TABLE public.applications_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_handling (
    id bigint NOT NULL,
    four_eyes boolean NOT NULL,
    consent_field character varying(60) NOT NULL,
    account_field character varying(60) NOT NULL,
    checklist text NOT NULL,
    granting_text text NOT NULL,
    refusing_text text NOT NULL,
    benefit_id bigint,
    form_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    facts jsonb NOT NULL
);

ALTER TABLE public.applications_handling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_handling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_payingaccount (
    id bigint NOT NULL,
    name character varying(70) NOT NULL,
    iban character varying(34) NOT NULL,
    bic character varying(11) NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.applications_payingaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_payingaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_payout (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    amount numeric(9,2) NOT NULL,
    payee character varying(140) NOT NULL,
    account text NOT NULL,
    state character varying(8) NOT NULL,
    reason character varying(200) NOT NULL,
    batch_id bigint NOT NULL,
    grant_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    returned_by_id bigint
);

ALTER TABLE public.applications_payout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_payout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications_term (
    id bigint NOT NULL,
    kind character varying(7) NOT NULL,
    days smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    is_verified boolean NOT NULL,
    CONSTRAINT applications_term_days_check CHECK ((days >= 0))
);

ALTER TABLE public.applications_term ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.applications_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assets_asset (
    id bigint NOT NULL,
    external_id character varying(120) NOT NULL,
    ref character varying(10) NOT NULL,
    label character varying(200) NOT NULL,
    point point NOT NULL,
    geometry jsonb,
    address character varying(200) NOT NULL,
    attributes jsonb NOT NULL,
    state character varying(8) NOT NULL,
    removed_at timestamp with time zone,
    search_text character varying(600) NOT NULL,
    area_id bigint,
    municipality_id bigint NOT NULL,
    layer_id bigint NOT NULL,
    CONSTRAINT asset_removed_when CHECK ((((removed_at IS NULL) AND ((state)::text = 'in_use'::text)) OR ((removed_at IS NOT NULL) AND ((state)::text = 'removed'::text))))
);

ALTER TABLE public.assets_asset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assets_asset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assets_layer (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    name character varying(120) NOT NULL,
    name_et character varying(120),
    name_en character varying(120),
    name_ru character varying(120),
    item_name character varying(120) NOT NULL,
    item_name_et character varying(120),
    item_name_en character varying(120),
    item_name_ru character varying(120),
    description text NOT NULL,
    description_et text,
    description_en text,
    description_ru text,
    icon character varying(30) NOT NULL,
    tone character varying(10) NOT NULL,
    is_public boolean NOT NULL,
    source character varying(300) NOT NULL,
    licence character varying(120) NOT NULL,
    columns jsonb NOT NULL,
    imported_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.assets_layer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assets_layer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assets_layer_services (
    id bigint NOT NULL,
    layer_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.assets_layer_services ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assets_layer_services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assets_layerfield (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    label character varying(120) NOT NULL,
    label_et character varying(120),
    label_en character varying(120),
    label_ru character varying(120),
    "order" smallint NOT NULL,
    layer_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT assets_layerfield_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.assets_layerfield ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assets_layerfield_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assets_layerimport (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    content bytea NOT NULL,
    columns jsonb NOT NULL,
    state character varying(8) NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    outcome jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint,
    layer_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT assets_layerimport_done_check CHECK ((done >= 0)),
    CONSTRAINT assets_layerimport_total_check CHECK ((total >= 0))
);

ALTER TABLE public.assets_layerimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assets_layerimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_answerrule (
    id bigint NOT NULL,
    kept_days integer NOT NULL,
    threshold double precision,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    CONSTRAINT answer_rule_keeps_a_day CHECK ((kept_days >= 1)),
    CONSTRAINT answer_rule_threshold_0_to_1 CHECK (((threshold IS NULL) OR ((threshold >= (0.0)::double precision) AND (threshold <= (1.0)::double precision)))),
    CONSTRAINT assistant_answerrule_kept_days_check CHECK ((kept_days >= 0))
);

ALTER TABLE public.assistant_answerrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assistant_answerrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_exchange (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    channel character varying(6) NOT NULL,
    language character varying(2) NOT NULL,
    question text NOT NULL,
    answered boolean NOT NULL,
    confidence double precision NOT NULL,
    mode character varying(9) NOT NULL,
    sources jsonb NOT NULL,
    sentences jsonb NOT NULL,
    helped boolean,
    handed_over boolean NOT NULL,
    municipality_id bigint NOT NULL,
    topic_id bigint,
    gap_id bigint,
    CONSTRAINT exchange_answered_somehow CHECK (((NOT answered) OR (NOT ((mode)::text = 'none'::text)))),
    CONSTRAINT exchange_confidence_0_to_1 CHECK (((confidence >= (0.0)::double precision) AND (confidence <= (1.0)::double precision)))
);

ALTER TABLE public.assistant_exchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assistant_exchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_gap (
    id bigint NOT NULL,
    title character varying(300) NOT NULL,
    language character varying(2) NOT NULL,
    is_named boolean NOT NULL,
    state character varying(9) NOT NULL,
    reason character varying(500) NOT NULL,
    answered_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    asked integer NOT NULL,
    first_asked_at timestamp with time zone NOT NULL,
    last_asked_at timestamp with time zone NOT NULL,
    centre public.halfvec,
    space character varying(220) NOT NULL,
    answer_id bigint,
    merged_into_id bigint,
    municipality_id bigint NOT NULL,
    topic_id bigint,
    CONSTRAINT answered_gap_has_date CHECK (((NOT ((state)::text = 'answered'::text)) OR (answered_at IS NOT NULL))),
    CONSTRAINT assistant_gap_asked_check CHECK ((asked >= 0))
);

ALTER TABLE public.assistant_gap ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assistant_gap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_helpline (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    number character varying(20) NOT NULL,
    name_et character varying(120) NOT NULL,
    name_en character varying(120) NOT NULL,
    name_ru character varying(120) NOT NULL,
    situations character varying(60) NOT NULL,
    "order" smallint NOT NULL,
    municipality_id bigint,
    CONSTRAINT assistant_helpline_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.assistant_helpline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assistant_helpline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_phrase (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    key character varying(80) NOT NULL,
    language character varying(2) NOT NULL,
    text character varying(300) NOT NULL,
    vector public.halfvec NOT NULL,
    model_id bigint NOT NULL,
    municipality_id bigint
);

ALTER TABLE public.assistant_phrase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assistant_phrase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assistant_questionvector (
    exchange_id bigint NOT NULL,
    vector public.halfvec NOT NULL,
    space character varying(220) NOT NULL,
    placed boolean NOT NULL,
    municipality_id bigint NOT NULL
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.benefits_benefit (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(160) NOT NULL,
    name_et character varying(160),
    name_en character varying(160),
    name_ru character varying(160),
    rule_of character varying(8) NOT NULL,
    is_demo boolean NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.benefits_benefit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.benefits_benefit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.benefits_benefitrule (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    amount numeric(9,2),
    "table" jsonb NOT NULL,
    per character varying(12) NOT NULL,
    conditions jsonb NOT NULL,
    apply_from character varying(5) NOT NULL,
    apply_to character varying(5) NOT NULL,
    pay_by character varying(5) NOT NULL,
    pay_within_days smallint,
    kept_years smallint,
    source_act character varying(300) NOT NULL,
    source_section character varying(80) NOT NULL,
    source_link character varying(500) NOT NULL,
    is_verified boolean NOT NULL,
    note character varying(200) NOT NULL,
    note_et character varying(200),
    note_en character varying(200),
    note_ru character varying(200),
    used_at timestamp with time zone,
    is_demo boolean NOT NULL,
    benefit_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT benefit_rule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT benefit_rule_has_an_amount CHECK (((amount IS NOT NULL) OR (NOT ("table" = '[]'::jsonb)))),
    CONSTRAINT benefit_rule_paid_by_one_term CHECK ((((pay_by)::text = ''::text) OR (pay_within_days IS NULL))),
    CONSTRAINT benefit_rule_window_has_both_ends CHECK (((((apply_from)::text = ''::text) AND ((apply_to)::text = ''::text)) OR ((NOT ((apply_from)::text = ''::text)) AND (NOT ((apply_to)::text = ''::text))))),
    CONSTRAINT benefits_benefitrule_kept_years_check CHECK ((kept_years >= 0)),
    CONSTRAINT benefits_benefitrule_pay_within_days_check CHECK ((pay_within_days >= 0))
);

ALTER TABLE public.benefits_benefitrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.benefits_benefitrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_booking (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    token character varying(22) NOT NULL,
    is_block boolean NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    span tstzrange NOT NULL,
    status character varying(10) NOT NULL,
    hold_until timestamp with time zone,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    language character varying(2) NOT NULL,
    topic text NOT NULL,
    way character varying(5) NOT NULL,
    people integer,
    note text NOT NULL,
    amount numeric(10,2) NOT NULL,
    deposit numeric(10,2) NOT NULL,
    needs_word boolean NOT NULL,
    needs_approval boolean NOT NULL,
    needs_payment boolean NOT NULL,
    sequence integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    reminded_for timestamp with time zone,
    is_demo boolean NOT NULL,
    made_by_id bigint,
    municipality_id bigint NOT NULL,
    payment_id bigint,
    person_id bigint,
    group_id bigint,
    item_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    series_id bigint,
    CONSTRAINT booking_has_time CHECK ((ends_at > starts_at)),
    CONSTRAINT booking_within_span CHECK (((upper(span) >= ends_at) AND (lower(span) <= starts_at))),
    CONSTRAINT bookings_booking_people_check CHECK ((people >= 0)),
    CONSTRAINT bookings_booking_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT held_booking_runs_out CHECK (((NOT ((status)::text = 'held'::text)) OR (hold_until IS NOT NULL)))
);

ALTER TABLE public.bookings_booking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_booking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_busytime (
    id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    calendar_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT busy_has_time CHECK ((ends_at > starts_at))
);

ALTER TABLE public.bookings_busytime ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_busytime_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_calendarlink (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    token text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    municipality_id bigint NOT NULL,
    person_id bigint,
    user_id bigint,
    resource_id bigint,
    holder_id bigint,
    CONSTRAINT calendar_of_somebody CHECK ((((person_id IS NOT NULL) AND (resource_id IS NULL) AND (user_id IS NULL)) OR ((person_id IS NULL) AND (resource_id IS NOT NULL) AND (user_id IS NOT NULL))))
);

ALTER TABLE public.bookings_calendarlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_calendarlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_foreigncalendar (
    id bigint NOT NULL,
    url character varying(500) NOT NULL,
    words character varying(120) NOT NULL,
    etag character varying(200) NOT NULL,
    fetched_at timestamp with time zone,
    problem character varying(60) NOT NULL,
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    left_out jsonb NOT NULL,
    left_out_count integer NOT NULL,
    CONSTRAINT bookings_foreigncalendar_left_out_count_check CHECK ((left_out_count >= 0))
);

ALTER TABLE public.bookings_foreigncalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_foreigncalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_group (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    name_et character varying(120),
    name_en character varying(120),
    name_ru character varying(120),
    basis character varying(14) NOT NULL,
    age smallint,
    municipality_id bigint NOT NULL,
    CONSTRAINT bookings_group_age_check CHECK ((age >= 0)),
    CONSTRAINT group_has_age CHECK ((((age IS NOT NULL) AND ((basis)::text = ANY (ARRAY[('under'::character varying)::text, ('from'::character varying)::text]))) OR ((basis)::text = ANY (ARRAY[('listed'::character varying)::text, ('residents'::character varying)::text, ('organisations'::character varying)::text]))))
);

ALTER TABLE public.bookings_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_groupmember (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    group_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.bookings_groupmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_groupmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_item (
    id bigint NOT NULL,
    number smallint NOT NULL,
    is_active boolean NOT NULL,
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT bookings_item_number_check CHECK ((number >= 0))
);

ALTER TABLE public.bookings_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_openingexception (
    id bigint NOT NULL,
    opens time without time zone,
    closes time without time zone,
    first_day date NOT NULL,
    last_day date NOT NULL,
    words character varying(160) NOT NULL,
    words_et character varying(160),
    words_en character varying(160),
    words_ru character varying(160),
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT exception_both_hours CHECK ((((closes IS NULL) AND (opens IS NULL)) OR ((closes IS NOT NULL) AND (opens IS NOT NULL)))),
    CONSTRAINT exception_days CHECK ((last_day >= first_day))
);

ALTER TABLE public.bookings_openingexception ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_openingexception_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_openingrule (
    id bigint NOT NULL,
    opens time without time zone,
    closes time without time zone,
    weekday smallint NOT NULL,
    valid_from date,
    valid_to date,
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT bookings_openingrule_weekday_check CHECK ((weekday >= 0)),
    CONSTRAINT opening_before_closing CHECK (((closes = '00:00:00'::time without time zone) OR (closes > opens))),
    CONSTRAINT opening_has_hours CHECK (((closes IS NOT NULL) AND (opens IS NOT NULL))),
    CONSTRAINT opening_weekday CHECK ((weekday <= 6))
);

ALTER TABLE public.bookings_openingrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_openingrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_price (
    id bigint NOT NULL,
    per character varying(8) NOT NULL,
    amount numeric(8,2) NOT NULL,
    weekdays smallint[] NOT NULL,
    from_hour time without time zone,
    to_hour time without time zone,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    group_id bigint,
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT price_not_negative CHECK ((amount >= (0)::numeric))
);

ALTER TABLE public.bookings_price ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_price_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_resource (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(160) NOT NULL,
    name_et character varying(160),
    name_en character varying(160),
    name_ru character varying(160),
    description text NOT NULL,
    description_et text,
    description_en text,
    description_ru text,
    terms text NOT NULL,
    terms_et text,
    terms_en text,
    terms_ru text,
    address character varying(200) NOT NULL,
    point point,
    capacity integer,
    quantity smallint NOT NULL,
    photo character varying(200) NOT NULL,
    photo_words character varying(200) NOT NULL,
    photo_words_et character varying(200),
    photo_words_en character varying(200),
    photo_words_ru character varying(200),
    needs_approval boolean NOT NULL,
    who character varying(10) NOT NULL,
    ways character varying(5)[] NOT NULL,
    asks_topic boolean NOT NULL,
    slot_minutes smallint,
    step_minutes smallint NOT NULL,
    shortest_minutes smallint NOT NULL,
    longest_minutes integer NOT NULL,
    buffer_before smallint NOT NULL,
    buffer_after smallint NOT NULL,
    lead_minutes integer NOT NULL,
    horizon_days smallint NOT NULL,
    most_at_once smallint NOT NULL,
    free_cancel_hours smallint NOT NULL,
    hold_minutes smallint NOT NULL,
    offer_hours smallint NOT NULL,
    reminder_hours smallint NOT NULL,
    open_on_holidays boolean NOT NULL,
    is_active boolean NOT NULL,
    "order" smallint NOT NULL,
    is_demo boolean NOT NULL,
    municipality_id bigint NOT NULL,
    official_id bigint,
    service_id bigint,
    unit_id bigint,
    CONSTRAINT bookings_resource_buffer_after_check CHECK ((buffer_after >= 0)),
    CONSTRAINT bookings_resource_buffer_before_check CHECK ((buffer_before >= 0)),
    CONSTRAINT bookings_resource_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT bookings_resource_free_cancel_hours_check CHECK ((free_cancel_hours >= 0)),
    CONSTRAINT bookings_resource_hold_minutes_check CHECK ((hold_minutes >= 0)),
    CONSTRAINT bookings_resource_horizon_days_check CHECK ((horizon_days >= 0)),
    CONSTRAINT bookings_resource_lead_minutes_check CHECK ((lead_minutes >= 0)),
    CONSTRAINT bookings_resource_longest_minutes_check CHECK ((longest_minutes >= 0)),
    CONSTRAINT bookings_resource_most_at_once_check CHECK ((most_at_once >= 0)),
    CONSTRAINT bookings_resource_offer_hours_check CHECK ((offer_hours >= 0)),
    CONSTRAINT bookings_resource_order_check CHECK (("order" >= 0)),
    CONSTRAINT bookings_resource_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT bookings_resource_reminder_hours_check CHECK ((reminder_hours >= 0)),
    CONSTRAINT bookings_resource_shortest_minutes_check CHECK ((shortest_minutes >= 0)),
    CONSTRAINT bookings_resource_slot_minutes_check CHECK ((slot_minutes >= 0)),
    CONSTRAINT bookings_resource_step_minutes_check CHECK ((step_minutes >= 0)),
    CONSTRAINT resource_has_items CHECK ((quantity >= 1)),
    CONSTRAINT resource_times_make_sense CHECK (((shortest_minutes >= 5) AND (step_minutes >= 5) AND (longest_minutes >= shortest_minutes)))
);

CREATE TABLE public.bookings_resource_groups (
    id bigint NOT NULL,
    resource_id bigint NOT NULL,
    group_id bigint NOT NULL
);

ALTER TABLE public.bookings_resource_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_resource_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.bookings_resource ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_resource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_series (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    words character varying(160) NOT NULL,
    every_weeks smallint NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    municipality_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    CONSTRAINT bookings_series_every_weeks_check CHECK ((every_weeks >= 0))
);

ALTER TABLE public.bookings_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookings_waitingentry (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    token character varying(22) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(2) NOT NULL,
    topic text NOT NULL,
    state character varying(8) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    booking_id bigint,
    municipality_id bigint NOT NULL,
    person_id bigint,
    resource_id bigint NOT NULL,
    CONSTRAINT waits_for_time CHECK ((ends_at > starts_at))
);

ALTER TABLE public.bookings_waitingentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookings_waitingentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_call (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    direction character varying(3) NOT NULL,
    channel character varying(7) NOT NULL,
    external_id character varying(120) NOT NULL,
    line character varying(60) NOT NULL,
    number character varying(40) NOT NULL,
    number_key character varying(64) NOT NULL,
    keeps_number boolean NOT NULL,
    may_use_recording boolean NOT NULL,
    operator_since timestamp with time zone,
    started_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    noted_at timestamp with time zone,
    note text NOT NULL,
    forgotten_at timestamp with time zone,
    case_id bigint,
    contact_id bigint,
    handed_by_id bigint,
    municipality_id bigint NOT NULL,
    operator_id bigint,
    recording_id bigint,
    rings_at_id bigint,
    unit_id bigint,
    code_id bigint,
    CONSTRAINT call_times_in_order CHECK ((((answered_at IS NULL) AND (ended_at IS NULL)) OR ((answered_at IS NULL) AND (ended_at >= started_at)) OR ((answered_at >= started_at) AND (ended_at IS NULL)) OR ((answered_at >= started_at) AND (ended_at >= answered_at)))),
    CONSTRAINT forgotten_call_has_no_number CHECK (((forgotten_at IS NULL) OR ((number)::text = ''::text))),
    CONSTRAINT noted_call_has_ended CHECK (((noted_at IS NULL) OR (ended_at IS NOT NULL)))
);

ALTER TABLE public.calls_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_exchangekey (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.calls_exchangekey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_exchangekey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_exchangemessage (
    id bigint NOT NULL,
    signature character varying(64) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.calls_exchangemessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_exchangemessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_keepingperiod (
    id bigint NOT NULL,
    what character varying(6) NOT NULL,
    hours integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    CONSTRAINT calls_keepingperiod_hours_check CHECK ((hours >= 0))
);

ALTER TABLE public.calls_keepingperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_keepingperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_promise (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    number character varying(40) NOT NULL,
    name character varying(160) NOT NULL,
    note text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    attempts smallint NOT NULL,
    last_attempt_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    rung_for timestamp with time zone,
    call_id bigint,
    case_id bigint,
    municipality_id bigint NOT NULL,
    operator_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT calls_promise_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT open_promise_can_be_kept CHECK ((((ended_at IS NULL) AND ((state)::text = 'open'::text) AND (NOT ((number)::text = ''::text))) OR ((NOT ((state)::text = 'open'::text)) AND (ended_at IS NOT NULL))))
);

ALTER TABLE public.calls_promise ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_promise_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_shift (
    id bigint NOT NULL,
    extension character varying(20) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    municipality_id bigint NOT NULL,
    operator_id bigint NOT NULL
);

ALTER TABLE public.calls_shift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_shift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_signal (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    call_ref character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    to_id bigint
);

ALTER TABLE public.calls_signal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_signal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calls_wrapupcode (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    name_et character varying(60),
    name_en character varying(60),
    name_ru character varying(60),
    digit smallint NOT NULL,
    chosen_when character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    municipality_id bigint,
    CONSTRAINT calls_wrapupcode_digit_check CHECK ((digit >= 0)),
    CONSTRAINT wrap_up_key_is_a_digit CHECK (((digit >= 1) AND (digit <= 9)))
);

ALTER TABLE public.calls_wrapupcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calls_wrapupcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_answertemplate (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    language character varying(2) NOT NULL,
    text text NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint
);

ALTER TABLE public.cases_answertemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_answertemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_attachment (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    file character varying(100) NOT NULL,
    thumbnail character varying(100) NOT NULL,
    name character varying(200) NOT NULL,
    content_type character varying(100) NOT NULL,
    size integer NOT NULL,
    width integer,
    height integer,
    is_public boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    case_id bigint NOT NULL,
    message_id bigint,
    CONSTRAINT cases_attachment_height_check CHECK ((height >= 0)),
    CONSTRAINT cases_attachment_size_check CHECK ((size >= 0)),
    CONSTRAINT cases_attachment_width_check CHECK ((width >= 0))
);

ALTER TABLE public.cases_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_case (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    token character varying(22) NOT NULL,
    kind character varying(20) NOT NULL,
    status character varying(10) NOT NULL,
    outcome character varying(14) NOT NULL,
    channel character varying(8) NOT NULL,
    language character varying(2) NOT NULL,
    subject character varying(160) NOT NULL,
    public_text text NOT NULL,
    is_public boolean NOT NULL,
    point point,
    address character varying(200) NOT NULL,
    attributes jsonb NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    suspended_on date,
    extended_at timestamp with time zone,
    closed_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    reopened smallint NOT NULL,
    forwarded_to character varying(200) NOT NULL,
    score smallint,
    score_comment text NOT NULL,
    external_source character varying(80) NOT NULL,
    external_id character varying(120) NOT NULL,
    anonymised_at timestamp with time zone,
    words tsvector,
    area_id bigint,
    contact_id bigint,
    merged_into_id bigint,
    municipality_id bigint NOT NULL,
    official_id bigint,
    service_id bigint,
    topic_id bigint,
    unit_id bigint,
    clock_id bigint,
    clock_from date NOT NULL,
    suspended_days smallint NOT NULL,
    asset_id bigint,
    is_restricted boolean DEFAULT false NOT NULL,
    person_id bigint,
    concerned_id bigint,
    is_suspected boolean DEFAULT false NOT NULL,
    sensitivity character varying(8) DEFAULT 'internal'::character varying NOT NULL,
    withheld_reason character varying(300) NOT NULL,
    withheld_until date,
    CONSTRAINT case_closes_with_outcome CHECK (((NOT ((status)::text = 'closed'::text)) OR ((NOT ((outcome)::text = ''::text)) AND (closed_at IS NOT NULL)))),
    CONSTRAINT case_merged_into CHECK (((NOT ((status)::text = 'merged'::text)) OR (merged_into_id IS NOT NULL))),
    CONSTRAINT case_restricted_is_not_public CHECK (((NOT is_restricted) OR (NOT is_public))),
    CONSTRAINT case_score_1_to_5 CHECK (((score IS NULL) OR ((score >= 1) AND (score <= 5)))),
    CONSTRAINT case_special_is_restricted CHECK (((NOT ((sensitivity)::text = ANY (ARRAY[('social'::character varying)::text, ('child'::character varying)::text, ('health'::character varying)::text]))) OR is_restricted)),
    CONSTRAINT case_withheld_with_reason CHECK (((withheld_until IS NULL) OR (NOT ((withheld_reason)::text = ''::text)))),
    CONSTRAINT cases_case_reopened_check CHECK ((reopened >= 0)),
    CONSTRAINT cases_case_score_check CHECK ((score >= 0)),
    CONSTRAINT cases_case_suspended_days_check CHECK ((suspended_days >= 0))
);

ALTER TABLE public.cases_case ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_caseparticipant (
    id bigint NOT NULL,
    reason character varying(11) NOT NULL,
    explanation text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    added_by_id bigint NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT participant_break_glass_is_bounded CHECK (((NOT ((reason)::text = 'break_glass'::text)) OR ((until IS NOT NULL) AND (NOT (explanation = ''::text)))))
);

ALTER TABLE public.cases_caseparticipant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_caseparticipant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_clockrule (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    days smallint NOT NULL,
    unit character varying(8) NOT NULL,
    extension_days smallint NOT NULL,
    extension_unit character varying(8) NOT NULL,
    forward_days smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    extension_is_total boolean NOT NULL,
    CONSTRAINT cases_clockrule_days_check CHECK ((days >= 0)),
    CONSTRAINT cases_clockrule_extension_days_check CHECK ((extension_days >= 0)),
    CONSTRAINT cases_clockrule_forward_days_check CHECK ((forward_days >= 0))
);

ALTER TABLE public.cases_clockrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_clockrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_follower (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(2) NOT NULL,
    token character varying(22) NOT NULL,
    confirmed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.cases_follower ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_follower_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_message (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    author_id bigint,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.cases_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_retentionrule (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    days integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    CONSTRAINT cases_retentionrule_days_check CHECK ((days >= 0))
);

ALTER TABLE public.cases_retentionrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_retentionrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_routingrule (
    id bigint NOT NULL,
    "order" smallint NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(20) NOT NULL,
    words text NOT NULL,
    is_active boolean NOT NULL,
    area_id bigint,
    municipality_id bigint NOT NULL,
    official_id bigint,
    service_id bigint,
    set_service_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT cases_routingrule_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.cases_routingrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_routingrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_savedview (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    query character varying(500) NOT NULL,
    municipality_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.cases_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_sensitivityrule (
    id bigint NOT NULL,
    category character varying(8) NOT NULL,
    words text NOT NULL,
    is_active boolean NOT NULL,
    municipality_id bigint,
    unit_id bigint,
    CONSTRAINT sensitivity_unit_of_municipality CHECK (((unit_id IS NULL) OR (municipality_id IS NOT NULL)))
);

ALTER TABLE public.cases_sensitivityrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_sensitivityrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.channels_heard (
    id bigint NOT NULL,
    message_id character varying(250) NOT NULL,
    "references" text NOT NULL,
    box character varying(254) NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.channels_heard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_heard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.channels_letter (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    "to" character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    language character varying(2) NOT NULL,
    status character varying(7) NOT NULL,
    attempts smallint NOT NULL,
    error character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    case_id bigint,
    municipality_id bigint NOT NULL,
    handed_at timestamp with time zone,
    leave_url character varying(300) NOT NULL,
    answer_to character varying(254) NOT NULL,
    in_reply_to character varying(250) NOT NULL,
    "references" text NOT NULL,
    token character varying(26) NOT NULL,
    CONSTRAINT channels_letter_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE public.channels_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.channels_mailsender (
    id bigint NOT NULL,
    address character varying(254) NOT NULL,
    selector character varying(60) NOT NULL,
    key text NOT NULL,
    is_signing boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.channels_mailsender ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_mailsender_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.channels_wording (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    language character varying(2) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.channels_wording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_wording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_host (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    is_primary boolean NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.core_host ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_host_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_journalentry (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_kind character varying(12) NOT NULL,
    actor_id bigint,
    action character varying(60) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint,
    data jsonb NOT NULL,
    reason text NOT NULL,
    request_id character varying(40) NOT NULL,
    municipality_id bigint
);

ALTER TABLE public.core_journalentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_journalentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_municipality (
    id bigint NOT NULL,
    code character varying(4) NOT NULL,
    name character varying(80) NOT NULL,
    county character varying(40) NOT NULL,
    slug character varying(40) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    street_address character varying(200) NOT NULL,
    theme jsonb NOT NULL,
    notice jsonb NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    widget_sites text NOT NULL,
    second_factor_roles jsonb NOT NULL
);

ALTER TABLE public.core_municipality ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_municipality_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_ratecounter (
    key character varying(120) NOT NULL,
    count integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.deliveries_attempt (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    milliseconds integer NOT NULL,
    outcome character varying(200) NOT NULL,
    municipality_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    CONSTRAINT deliveries_attempt_milliseconds_check CHECK ((milliseconds >= 0))
);

ALTER TABLE public.deliveries_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliveries_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deliveries_breaker (
    id bigint NOT NULL,
    target character varying(120) NOT NULL,
    failures integer NOT NULL,
    open_until timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT deliveries_breaker_failures_check CHECK ((failures >= 0))
);

ALTER TABLE public.deliveries_breaker ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliveries_breaker_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deliveries_delivery (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    target character varying(120) NOT NULL,
    key character varying(200) NOT NULL,
    title character varying(200) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint,
    payload jsonb NOT NULL,
    answer jsonb NOT NULL,
    status character varying(7) NOT NULL,
    tries smallint NOT NULL,
    error character varying(200) NOT NULL,
    next_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    municipality_id bigint NOT NULL,
    CONSTRAINT deliveries_delivery_tries_check CHECK ((tries >= 0))
);

ALTER TABLE public.deliveries_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deliveries_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deliveries_jobstart (
    job bigint NOT NULL,
    task character varying(200) NOT NULL,
    starts smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    set_aside_at timestamp with time zone,
    CONSTRAINT deliveries_jobstart_starts_check CHECK ((starts >= 0))
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.exchange_document (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    direction character varying(3) NOT NULL,
    route character varying(6) NOT NULL,
    state character varying(8) NOT NULL,
    message_id bigint,
    partner_id character varying(200) NOT NULL,
    partner_code character varying(60) NOT NULL,
    partner_name character varying(200) NOT NULL,
    consignment_id character varying(200) NOT NULL,
    receipt_id character varying(200) NOT NULL,
    capsule character varying(200) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    guid character varying(36) NOT NULL,
    document_type character varying(80) NOT NULL,
    identifier character varying(120) NOT NULL,
    dated_at timestamp with time zone,
    title character varying(300) NOT NULL,
    reply_due date,
    is_restricted boolean NOT NULL,
    restrictions jsonb NOT NULL,
    files jsonb NOT NULL,
    registration_number character varying(120) NOT NULL,
    registered_on date,
    problem character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    author_id bigint,
    case_id bigint,
    municipality_id bigint NOT NULL,
    reply_to_id bigint,
    address_id bigint,
    participant_id bigint,
    CONSTRAINT exchange_document_size_check CHECK ((size >= 0)),
    CONSTRAINT exchange_state_of_direction CHECK (((((direction)::text = 'in'::text) AND ((state)::text = 'received'::text)) OR (((direction)::text = 'out'::text) AND (NOT ((state)::text = 'received'::text)))))
);

ALTER TABLE public.exchange_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exchange_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.exchange_ownaddress (
    id bigint NOT NULL,
    name character varying(160) NOT NULL,
    registry_code character varying(20) NOT NULL,
    member_class character varying(3) NOT NULL,
    subsystem character varying(60) NOT NULL,
    is_represented boolean NOT NULL,
    since date NOT NULL,
    until date,
    is_active boolean NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.exchange_ownaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exchange_ownaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.exchange_participant (
    id bigint NOT NULL,
    name character varying(160) NOT NULL,
    registry_code character varying(20) NOT NULL,
    member_class character varying(3) NOT NULL,
    subsystem character varying(60) NOT NULL,
    system character varying(60) NOT NULL,
    is_intermediary boolean NOT NULL,
    is_active boolean NOT NULL,
    intermediary_id bigint,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.exchange_participant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exchange_participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.exchange_typerule (
    id bigint NOT NULL,
    document_type character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint
);

ALTER TABLE public.exchange_typerule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exchange_typerule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lifeevents_handover (
    id bigint NOT NULL,
    token character varying(22) NOT NULL,
    kept text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    benefit_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.lifeevents_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lifeevents_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lifeevents_lifeevent (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    title character varying(120) NOT NULL,
    title_et character varying(120),
    title_en character varying(120),
    title_ru character varying(120),
    summary text NOT NULL,
    summary_et text,
    summary_en text,
    summary_ru text,
    is_published boolean NOT NULL,
    is_demo boolean NOT NULL,
    municipality_id bigint
);

ALTER TABLE public.lifeevents_lifeevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lifeevents_lifeevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lifeevents_question (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    kind character varying(6) NOT NULL,
    text character varying(200) NOT NULL,
    text_et character varying(200),
    text_en character varying(200),
    text_ru character varying(200),
    help text NOT NULL,
    help_et text,
    help_en text,
    help_ru text,
    answers text NOT NULL,
    answers_et text,
    answers_en text,
    answers_ru text,
    benefit_kind character varying(12) NOT NULL,
    "order" smallint NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT life_event_finder_finds_a_benefit CHECK ((((kind)::text = 'choice'::text) OR (NOT ((benefit_kind)::text = ''::text)))),
    CONSTRAINT lifeevents_question_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.lifeevents_question ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lifeevents_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lifeevents_savedpath (
    id bigint NOT NULL,
    kept text NOT NULL,
    done smallint NOT NULL,
    steps smallint NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT lifeevents_savedpath_done_check CHECK ((done >= 0)),
    CONSTRAINT lifeevents_savedpath_steps_check CHECK ((steps >= 0))
);

ALTER TABLE public.lifeevents_savedpath ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lifeevents_savedpath_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lifeevents_step (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    title character varying(160) NOT NULL,
    title_et character varying(160),
    title_en character varying(160),
    title_ru character varying(160),
    what text NOT NULL,
    what_et text,
    what_en text,
    what_ru text,
    "where" character varying(200) NOT NULL,
    where_et character varying(200),
    where_en character varying(200),
    where_ru character varying(200),
    "when" character varying(6) NOT NULL,
    until character varying(160) NOT NULL,
    until_et character varying(160),
    until_en character varying(160),
    until_ru character varying(160),
    provider character varying(5) NOT NULL,
    service_slug character varying(120) NOT NULL,
    benefit_kind character varying(12) NOT NULL,
    link character varying(500) NOT NULL,
    shown_if character varying(200) NOT NULL,
    is_demo boolean NOT NULL,
    "order" smallint NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT lifeevents_step_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.lifeevents_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lifeevents_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mailbox_box (
    id bigint NOT NULL,
    address character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    kind character varying(20) NOT NULL,
    imap_host character varying(200) NOT NULL,
    imap_port integer NOT NULL,
    imap_security character varying(8) NOT NULL,
    imap_user character varying(200) NOT NULL,
    imap_password text NOT NULL,
    imap_folder character varying(200) NOT NULL,
    imap_done_folder character varying(200) NOT NULL,
    most_megabytes smallint NOT NULL,
    most_an_hour smallint NOT NULL,
    spam_headers text NOT NULL,
    uid_validity bigint NOT NULL,
    last_uid bigint NOT NULL,
    fetched_at timestamp with time zone,
    trouble character varying(200) NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint,
    topic_id bigint,
    unit_id bigint,
    unfetched jsonb NOT NULL,
    CONSTRAINT box_lower CHECK (((address)::text = lower((address)::text))),
    CONSTRAINT mailbox_box_imap_port_check CHECK ((imap_port >= 0)),
    CONSTRAINT mailbox_box_most_an_hour_check CHECK ((most_an_hour >= 0)),
    CONSTRAINT mailbox_box_most_megabytes_check CHECK ((most_megabytes >= 0))
);

ALTER TABLE public.mailbox_box ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailbox_box_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mailbox_content (
    id bigint NOT NULL,
    raw bytea NOT NULL,
    text text NOT NULL,
    trimmed text NOT NULL,
    parts jsonb NOT NULL,
    municipality_id bigint NOT NULL,
    mail_id bigint NOT NULL
);

ALTER TABLE public.mailbox_content ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailbox_content_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mailbox_doorkey (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    prefix character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.mailbox_doorkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailbox_doorkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mailbox_mail (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    door character varying(6) NOT NULL,
    recipient character varying(254) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    size integer NOT NULL,
    fingerprint character varying(64) NOT NULL,
    state character varying(9) NOT NULL,
    reason character varying(20) NOT NULL,
    detail character varying(200) NOT NULL,
    attempts smallint NOT NULL,
    sender character varying(254) NOT NULL,
    sender_name character varying(160) NOT NULL,
    sender_key character varying(64) NOT NULL,
    subject character varying(200) NOT NULL,
    message_id character varying(250) NOT NULL,
    forget_after date,
    is_forgotten boolean NOT NULL,
    is_demo boolean NOT NULL,
    box_id bigint,
    case_id bigint,
    letter_id bigint,
    municipality_id bigint NOT NULL,
    CONSTRAINT mail_forgotten CHECK (((NOT is_forgotten) OR (((sender)::text = ''::text) AND ((subject)::text = ''::text)))),
    CONSTRAINT mailbox_mail_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT mailbox_mail_size_check CHECK ((size >= 0))
);

ALTER TABLE public.mailbox_mail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailbox_mail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mailbox_retentionperiod (
    id bigint NOT NULL,
    of character varying(8) NOT NULL,
    days integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    CONSTRAINT mailbox_retentionperiod_days_check CHECK ((days >= 0))
);

ALTER TABLE public.mailbox_retentionperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mailbox_retentionperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    kind character varying(8) NOT NULL,
    status character varying(10) NOT NULL,
    title character varying(160) NOT NULL,
    title_et character varying(160),
    title_en character varying(160),
    title_ru character varying(160),
    text text NOT NULL,
    text_et text,
    text_en text,
    text_ru text,
    url character varying(300) NOT NULL,
    place character varying(200) NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    tell_subscribers boolean NOT NULL,
    tell_channels boolean NOT NULL,
    banner_tone character varying(8) NOT NULL,
    banner_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    listed_at timestamp with time zone NOT NULL,
    author_id bigint,
    municipality_id bigint NOT NULL,
    CONSTRAINT notice_banner_ends CHECK ((((banner_tone)::text = ''::text) OR (banner_until IS NOT NULL))),
    CONSTRAINT notice_ends_after CHECK (((ends_at IS NULL) OR ((ends_at >= starts_at) AND (starts_at IS NOT NULL)))),
    CONSTRAINT notice_published_when CHECK ((((status)::text = 'draft'::text) OR (published_at IS NOT NULL)))
);

CREATE TABLE public.notices_notice_areas (
    id bigint NOT NULL,
    notice_id bigint NOT NULL,
    area_id bigint NOT NULL
);

ALTER TABLE public.notices_notice_areas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_areas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.notices_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice_services (
    id bigint NOT NULL,
    notice_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.notices_notice_services ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice_topics (
    id bigint NOT NULL,
    notice_id bigint NOT NULL,
    topic_id bigint NOT NULL
);

ALTER TABLE public.notices_notice_topics ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_topics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_recipient (
    id bigint NOT NULL,
    state character varying(8) DEFAULT 'waiting'::character varying NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    handed_at timestamp with time zone,
    error character varying(120) DEFAULT ''::character varying NOT NULL,
    municipality_id bigint NOT NULL,
    notice_id bigint NOT NULL,
    subscriber_id bigint NOT NULL,
    CONSTRAINT notices_recipient_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE public.notices_recipient ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_recipient_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_subscriber (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(2) NOT NULL,
    token character varying(22) NOT NULL,
    kinds character varying(8)[] NOT NULL,
    area_ids bigint[] NOT NULL,
    topic_ids bigint[] NOT NULL,
    service_ids bigint[] NOT NULL,
    wanted jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    left_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.notices_subscriber ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_subscriber_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_considered (
    id bigint NOT NULL,
    period character varying(20) NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    rule_id bigint NOT NULL
);

ALTER TABLE public.offers_considered ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_considered_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_offer (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    period character varying(20) NOT NULL,
    amount numeric(9,2),
    findings jsonb NOT NULL,
    facts_used jsonb NOT NULL,
    apply_from date,
    apply_to date,
    state character varying(9) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    checked_in bigint NOT NULL,
    benefit_rule_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    rule_id bigint NOT NULL,
    CONSTRAINT offer_ended_at CHECK (((((state)::text = 'open'::text) OR (ended_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'open'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

ALTER TABLE public.offers_offer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_offer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_offerconsent (
    id bigint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    given_by_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    purpose_id bigint NOT NULL
);

ALTER TABLE public.offers_offerconsent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_offerconsent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_offerrule (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    about character varying(6) NOT NULL,
    conditions jsonb NOT NULL,
    needs_consent boolean NOT NULL,
    asks_registers boolean NOT NULL,
    lead_days smallint NOT NULL,
    after_days smallint NOT NULL,
    state character varying(8) NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    is_demo boolean NOT NULL,
    benefit_id bigint NOT NULL,
    changed_by_id bigint,
    municipality_id bigint NOT NULL,
    released_by_id bigint,
    purpose_id bigint,
    CONSTRAINT offer_consent_has_purpose CHECK (((NOT needs_consent) OR (purpose_id IS NOT NULL))),
    CONSTRAINT offer_rule_of_four_eyes CHECK ((NOT ((released_by_id = changed_by_id) AND (released_by_id IS NOT NULL) AND (changed_by_id IS NOT NULL)))),
    CONSTRAINT offer_rule_released_by_somebody CHECK (((NOT ((state)::text = 'released'::text)) OR is_demo OR ((changed_by_id IS NOT NULL) AND (released_by_id IS NOT NULL)))),
    CONSTRAINT offers_offerrule_after_days_check CHECK ((after_days >= 0)),
    CONSTRAINT offers_offerrule_lead_days_check CHECK ((lead_days >= 0)),
    CONSTRAINT offers_offerrule_version_check CHECK ((version >= 0)),
    CONSTRAINT registers_only_with_consent CHECK (((NOT asks_registers) OR needs_consent))
);

ALTER TABLE public.offers_offerrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_offerrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_preference (
    id bigint NOT NULL,
    letters boolean NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.offers_preference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_preference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_purpose (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(160) NOT NULL,
    name_et character varying(160),
    name_en character varying(160),
    name_ru character varying(160),
    explanation text NOT NULL,
    explanation_et text,
    explanation_en text,
    explanation_ru text,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.offers_purpose ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_purpose_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_refusal (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    benefit_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    subject_id bigint NOT NULL
);

ALTER TABLE public.offers_refusal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_refusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers_run (
    id bigint NOT NULL,
    version integer NOT NULL,
    is_test boolean NOT NULL,
    day date NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    seen integer NOT NULL,
    counts jsonb NOT NULL,
    reasons jsonb NOT NULL,
    sample jsonb NOT NULL,
    made_by_id bigint,
    municipality_id bigint NOT NULL,
    rule_id bigint NOT NULL,
    CONSTRAINT offers_run_seen_check CHECK ((seen >= 0)),
    CONSTRAINT offers_run_version_check CHECK ((version >= 0))
);

ALTER TABLE public.offers_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_apikey (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    prefix character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.open311_apikey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_apikey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_handover (
    id bigint NOT NULL,
    state character varying(9) NOT NULL,
    reason character varying(200) NOT NULL,
    service_code character varying(60) NOT NULL,
    service_name character varying(200) NOT NULL,
    text text NOT NULL,
    attributes jsonb NOT NULL,
    media_url character varying(500) NOT NULL,
    with_contact boolean NOT NULL,
    ends_here boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    turn smallint NOT NULL,
    attempted_at timestamp with time zone,
    problem character varying(300) NOT NULL,
    sent_at timestamp with time zone,
    external_id character varying(120) NOT NULL,
    token character varying(120) NOT NULL,
    their_status character varying(40) NOT NULL,
    their_words text NOT NULL,
    their_outcome character varying(40) NOT NULL,
    their_url character varying(500) NOT NULL,
    changed_at timestamp with time zone,
    to_check boolean NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    official_id bigint,
    partner_id bigint NOT NULL,
    CONSTRAINT open311_handover_turn_check CHECK ((turn >= 0))
);

ALTER TABLE public.open311_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_idempotencykey (
    id bigint NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    api_key_id bigint NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.open311_idempotencykey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_idempotencykey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_partner (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    url character varying(300) NOT NULL,
    jurisdiction_id character varying(120) NOT NULL,
    api_key text NOT NULL,
    form character varying(4) NOT NULL,
    mode character varying(5) NOT NULL,
    closing character varying(8) NOT NULL,
    takes_contacts boolean NOT NULL,
    poll_minutes smallint NOT NULL,
    is_active boolean NOT NULL,
    reading_at timestamp with time zone,
    services_read_at timestamp with time zone,
    gives_updates boolean NOT NULL,
    is_idempotent boolean NOT NULL,
    shows_ours boolean NOT NULL,
    updates_until timestamp with time zone,
    polled_at timestamp with time zone,
    poll_at timestamp with time zone,
    failures smallint NOT NULL,
    problem character varying(300) NOT NULL,
    key_id bigint,
    municipality_id bigint NOT NULL,
    default_service_id bigint,
    CONSTRAINT open311_partner_failures_check CHECK ((failures >= 0)),
    CONSTRAINT open311_partner_poll_minutes_check CHECK ((poll_minutes >= 0))
);

CREATE TABLE public.open311_partner_areas (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    area_id bigint NOT NULL
);

ALTER TABLE public.open311_partner_areas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_partner_areas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.open311_partner ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_partner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_partnerservice (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    "group" character varying(120) NOT NULL,
    attributes jsonb NOT NULL,
    is_offered boolean NOT NULL,
    partner_id bigint NOT NULL
);

ALTER TABLE public.open311_partnerservice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_partnerservice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_received (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    partner_id bigint NOT NULL
);

ALTER TABLE public.open311_received ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_received_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_servicemapping (
    id bigint NOT NULL,
    is_theirs boolean NOT NULL,
    area_id bigint,
    partner_id bigint NOT NULL,
    service_id bigint NOT NULL,
    theirs_id bigint NOT NULL
);

ALTER TABLE public.open311_servicemapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_servicemapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.open311_takenupdate (
    id bigint NOT NULL,
    update_id character varying(120) NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    partner_id bigint NOT NULL
);

ALTER TABLE public.open311_takenupdate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.open311_takenupdate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payments_attempt (
    id bigint NOT NULL,
    ref character varying(20) NOT NULL,
    provider character varying(20) NOT NULL,
    provider_ref character varying(100) NOT NULL,
    pay_url character varying(1000) NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    payment_id bigint NOT NULL
);

ALTER TABLE public.payments_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payments_payment (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    token character varying(22) NOT NULL,
    key character varying(120) NOT NULL,
    amount numeric(10,2) NOT NULL,
    currency character varying(3) NOT NULL,
    words jsonb NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint,
    back_path character varying(200) NOT NULL,
    due_on date,
    status character varying(10) NOT NULL,
    provider character varying(20) NOT NULL,
    provider_ref character varying(100) NOT NULL,
    refunded numeric(10,2) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    is_demo boolean NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint,
    CONSTRAINT paid_payment_has_time CHECK ((((paid_at IS NOT NULL) AND ((status)::text = ANY (ARRAY[('paid'::character varying)::text, ('refunded'::character varying)::text]))) OR ((paid_at IS NULL) AND ((status)::text = ANY (ARRAY[('asked'::character varying)::text, ('started'::character varying)::text, ('failed'::character varying)::text, ('cancelled'::character varying)::text]))))),
    CONSTRAINT payment_amount_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT refunded_in_amount CHECK (((refunded >= (0)::numeric) AND (refunded <= amount)))
);

ALTER TABLE public.payments_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payments_paymentaccount (
    id bigint NOT NULL,
    provider character varying(20) NOT NULL,
    api_url character varying(300) NOT NULL,
    access_key character varying(100) NOT NULL,
    secret text NOT NULL,
    is_active boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.payments_paymentaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_paymentaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payments_refund (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    amount numeric(10,2) NOT NULL,
    reason text NOT NULL,
    state character varying(10) NOT NULL,
    is_extra boolean NOT NULL,
    provider_ref character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    asked_by_id bigint,
    attempt_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    CONSTRAINT refund_amount_positive CHECK ((amount > (0)::numeric))
);

ALTER TABLE public.payments_refund ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_refund_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_absence (
    id bigint NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    deputy_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT absence_days_in_order CHECK ((last_day >= first_day)),
    CONSTRAINT absence_deputy_is_another CHECK ((NOT (deputy_id = user_id)))
);

ALTER TABLE public.people_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_contact (
    id bigint NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    language character varying(2) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    forgotten_at timestamp with time zone,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.people_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_invitation (
    id bigint NOT NULL,
    email character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    role character varying(16) NOT NULL,
    title character varying(120) NOT NULL,
    services bigint[] NOT NULL,
    categories character varying(8)[] NOT NULL,
    digest character varying(64) NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    invited_by_id bigint,
    membership_id bigint,
    municipality_id bigint NOT NULL,
    unit_id bigint,
    user_id bigint,
    CONSTRAINT invitation_accepted_by_somebody CHECK ((((accepted_at IS NULL) AND (user_id IS NULL)) OR ((accepted_at IS NOT NULL) AND (user_id IS NOT NULL))))
);

ALTER TABLE public.people_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_membership (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    title character varying(120) NOT NULL,
    municipality_id bigint NOT NULL,
    user_id bigint NOT NULL,
    unit_id bigint,
    categories character varying(8)[] DEFAULT '{}'::character varying(8)[] NOT NULL,
    services bigint[] DEFAULT '{}'::bigint[] NOT NULL
);

ALTER TABLE public.people_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_rightschange (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    "values" jsonb NOT NULL,
    state character varying(9) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint,
    membership_id bigint,
    municipality_id bigint NOT NULL,
    proposed_by_id bigint NOT NULL,
    user_id bigint,
    CONSTRAINT rights_change_by_two CHECK (((NOT ((state)::text = 'confirmed'::text)) OR ((decided_by_id IS NOT NULL) AND (NOT ((decided_by_id = proposed_by_id) AND (decided_by_id IS NOT NULL)))))),
    CONSTRAINT rights_change_not_of_oneself CHECK (((user_id IS NULL) OR ((NOT ((proposed_by_id = user_id) AND (user_id IS NOT NULL))) AND ((NOT ((state)::text = 'confirmed'::text)) OR (NOT ((decided_by_id = user_id) AND (decided_by_id IS NOT NULL) AND (user_id IS NOT NULL)))))))
);

ALTER TABLE public.people_rightschange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_rightschange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_rolesetting (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    capabilities character varying(16)[] NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT role_setting_administers_or_reads CHECK (((NOT (capabilities @> ARRAY['administer'::character varying(16)])) OR (NOT (capabilities && ARRAY['break_glass'::character varying(16), 'decide'::character varying(16), 'front_desk'::character varying(16), 'handle'::character varying(16), 'originals'::character varying(16), 'pay'::character varying(16), 'see_reporter'::character varying(16), 'triage'::character varying(16)]))))
);

ALTER TABLE public.people_rolesetting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_rolesetting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_unit (
    id bigint NOT NULL,
    name character varying(160) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    is_active boolean NOT NULL,
    municipality_id bigint NOT NULL,
    parent_id bigint,
    head_id bigint
);

ALTER TABLE public.people_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    language character varying(2) NOT NULL
);

CREATE TABLE public.people_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.people_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.people_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.people_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.persons_person (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    kind character varying(7) NOT NULL,
    country character varying(2) NOT NULL,
    code text NOT NULL,
    code_digest character varying(64) NOT NULL,
    given_name character varying(120) NOT NULL,
    family_name character varying(200) NOT NULL,
    born_on date,
    died_on date,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    language character varying(2) NOT NULL,
    address character varying(200) NOT NULL,
    residence_source character varying(8) NOT NULL,
    residence_checked_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    is_demo boolean NOT NULL,
    area_id bigint,
    municipality_id bigint NOT NULL,
    user_id bigint,
    CONSTRAINT forgotten_person_is_nobody CHECK (((forgotten_at IS NULL) OR (((address)::text = ''::text) AND (code = ''::text) AND ((code_digest)::text = ''::text) AND ((email)::text = ''::text) AND ((family_name)::text = ''::text) AND ((given_name)::text = ''::text) AND ((phone)::text = ''::text))))
);

ALTER TABLE public.persons_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.persons_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.persons_representation (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    roles jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(8) NOT NULL,
    external_id character varying(120) NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    municipality_id bigint NOT NULL,
    representative_id bigint NOT NULL,
    represented_id bigint NOT NULL,
    CONSTRAINT representation_has_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT represents_another CHECK ((NOT (representative_id = represented_id)))
);

ALTER TABLE public.persons_representation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.persons_representation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.persons_session (
    id bigint NOT NULL,
    method character varying(20) NOT NULL,
    level character varying(20) NOT NULL,
    provider_sid character varying(200) NOT NULL,
    minutes smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    renewed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    acting_for_id bigint,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT persons_session_minutes_check CHECK ((minutes >= 0))
);

ALTER TABLE public.persons_session ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.persons_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.places_address (
    id bigint NOT NULL,
    text character varying(200) NOT NULL,
    search_text character varying(200) NOT NULL,
    point point NOT NULL,
    external_id character varying(80) NOT NULL,
    municipality_id bigint NOT NULL,
    area_id bigint
);

ALTER TABLE public.places_address ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.places_address_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.places_area (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    type_name character varying(40) NOT NULL,
    geometry jsonb,
    west double precision,
    south double precision,
    east double precision,
    north double precision,
    source character varying(200) NOT NULL,
    is_approximate boolean NOT NULL,
    municipality_id bigint,
    parent_id bigint
);

ALTER TABLE public.places_area ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.places_area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.places_areaversion (
    id smallint NOT NULL,
    version character varying(36) NOT NULL
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recordings_intakekey (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    prefix character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.recordings_intakekey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_intakekey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recordings_proposal (
    id bigint NOT NULL,
    question text NOT NULL,
    reply text NOT NULL,
    language character varying(2) NOT NULL,
    start double precision,
    state character varying(10) NOT NULL,
    exchange_ref character varying(40) NOT NULL,
    answer_id bigint,
    decided_by_id bigint,
    municipality_id bigint NOT NULL,
    recording_id bigint NOT NULL
);

ALTER TABLE public.recordings_proposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recordings_rawtranscript (
    id bigint NOT NULL,
    text text NOT NULL,
    segments jsonb NOT NULL,
    municipality_id bigint NOT NULL,
    recording_id bigint NOT NULL
);

ALTER TABLE public.recordings_rawtranscript ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_rawtranscript_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recordings_recording (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    kind character varying(10) NOT NULL,
    format character varying(4) NOT NULL,
    source character varying(10) NOT NULL,
    name character varying(100) NOT NULL,
    reference character varying(100) NOT NULL,
    file character varying(200) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    consent boolean NOT NULL,
    state character varying(10) NOT NULL,
    problem character varying(20) NOT NULL,
    attempts smallint NOT NULL,
    done_seconds double precision NOT NULL,
    engine character varying(120) NOT NULL,
    language character varying(2) NOT NULL,
    seconds double precision,
    pages integer,
    attachments jsonb NOT NULL,
    delete_after date NOT NULL,
    transcript text NOT NULL,
    segments jsonb NOT NULL,
    is_demo boolean NOT NULL,
    municipality_id bigint NOT NULL,
    received_by_id bigint,
    CONSTRAINT deleted_recording_is_empty CHECK (((NOT ((state)::text = 'deleted'::text)) OR (((file)::text = ''::text) AND (transcript = ''::text)))),
    CONSTRAINT recordings_recording_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT recordings_recording_pages_check CHECK ((pages >= 0)),
    CONSTRAINT recordings_recording_size_check CHECK ((size >= 0))
);

ALTER TABLE public.recordings_recording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_recording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recordings_retentionperiod (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    days integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(300) NOT NULL,
    municipality_id bigint,
    CONSTRAINT recordings_retentionperiod_days_check CHECK ((days >= 0))
);

ALTER TABLE public.recordings_retentionperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_retentionperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registers_connection (
    id bigint NOT NULL,
    server character varying(300) NOT NULL,
    instance character varying(30) NOT NULL,
    member_class character varying(30) NOT NULL,
    member_code character varying(30) NOT NULL,
    subsystem character varying(100) NOT NULL,
    is_active boolean NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.registers_connection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registers_connection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registers_keptanswer (
    id bigint NOT NULL,
    service character varying(40) NOT NULL,
    data text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.registers_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registers_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registers_query (
    id bigint NOT NULL,
    service character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(12) NOT NULL,
    actor_id bigint,
    purpose character varying(300) NOT NULL,
    issue character varying(60) NOT NULL,
    message_id uuid NOT NULL,
    request_hash character varying(100) NOT NULL,
    outcome character varying(120) NOT NULL,
    milliseconds integer NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT registers_query_milliseconds_check CHECK ((milliseconds >= 0))
);

ALTER TABLE public.registers_query ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registers_query_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registers_register (
    id bigint NOT NULL,
    key character varying(12) NOT NULL,
    instance character varying(30) NOT NULL,
    member_class character varying(30) NOT NULL,
    member_code character varying(30) NOT NULL,
    subsystem character varying(100) NOT NULL,
    kept_hours smallint NOT NULL,
    seconds smallint NOT NULL,
    is_active boolean NOT NULL,
    checked_at timestamp with time zone,
    trouble character varying(120) NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT registers_register_kept_hours_check CHECK ((kept_hours >= 0)),
    CONSTRAINT registers_register_seconds_check CHECK ((seconds >= 0))
);

ALTER TABLE public.registers_register ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registers_register_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registers_statement (
    id bigint NOT NULL,
    kind character varying(9) NOT NULL,
    data text NOT NULL,
    state character varying(9) NOT NULL,
    stated_at timestamp with time zone NOT NULL,
    checked_at timestamp with time zone,
    reason text NOT NULL,
    checked_by_id bigint,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    stated_by_id bigint,
    CONSTRAINT statement_checked_when_decided CHECK (((NOT ((state)::text = ANY (ARRAY[('confirmed'::character varying)::text, ('refused'::character varying)::text]))) OR (checked_at IS NOT NULL)))
);

ALTER TABLE public.registers_statement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registers_statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rights_request (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    kind character varying(8) NOT NULL,
    language character varying(2) NOT NULL,
    reason character varying(500) NOT NULL,
    state character varying(8) NOT NULL,
    done smallint NOT NULL,
    total smallint NOT NULL,
    report jsonb NOT NULL,
    json_file character varying(200) NOT NULL,
    pdf_file character varying(200) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    delete_after date,
    again_on date,
    decided_at timestamp with time zone,
    decision character varying(500) NOT NULL,
    asked_by_id bigint,
    decided_by_id bigint,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT no_files_when_expired CHECK (((NOT ((state)::text = ANY (ARRAY[('expired'::character varying)::text, ('refused'::character varying)::text]))) OR (((json_file)::text = ''::text) AND ((pdf_file)::text = ''::text)))),
    CONSTRAINT rights_request_done_check CHECK ((done >= 0)),
    CONSTRAINT rights_request_total_check CHECK ((total >= 0))
);

ALTER TABLE public.rights_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rights_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_document (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    key character varying(80) NOT NULL,
    language character varying(2) NOT NULL,
    title character varying(300) NOT NULL,
    body text NOT NULL,
    url character varying(500) NOT NULL,
    vector tsvector,
    updated_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.search_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_embedding (
    id bigint NOT NULL,
    vector public.halfvec NOT NULL,
    document_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    model_id bigint NOT NULL,
    passage_id bigint NOT NULL
);

ALTER TABLE public.search_embedding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_embedding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_embeddingmodel (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    url character varying(300) NOT NULL,
    dimensions smallint NOT NULL,
    background_mean double precision NOT NULL,
    background_deviation double precision NOT NULL,
    state character varying(8) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT search_embeddingmodel_dimensions_check CHECK ((dimensions >= 0))
);

ALTER TABLE public.search_embeddingmodel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_embeddingmodel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_passage (
    id bigint NOT NULL,
    number smallint NOT NULL,
    text text NOT NULL,
    document_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT search_passage_number_check CHECK ((number >= 0))
);

ALTER TABLE public.search_passage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_passage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.search_term (
    id bigint NOT NULL,
    language character varying(2) NOT NULL,
    text character varying(80) NOT NULL,
    documents integer NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.search_term ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_forms_form (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    name character varying(160) NOT NULL,
    draft jsonb NOT NULL,
    revision integer NOT NULL,
    is_open boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    is_demo boolean NOT NULL,
    changed_by_id bigint,
    municipality_id bigint NOT NULL,
    service_id bigint NOT NULL,
    current_id bigint,
    CONSTRAINT open_form_has_version CHECK (((NOT is_open) OR (current_id IS NOT NULL))),
    CONSTRAINT service_forms_form_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.service_forms_form ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_forms_form_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_forms_formversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    definition jsonb NOT NULL,
    note character varying(300) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    form_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    published_by_id bigint,
    CONSTRAINT service_forms_formversion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.service_forms_formversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_forms_formversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_channel (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(160) NOT NULL,
    link character varying(500) NOT NULL,
    opening_hours character varying(200) NOT NULL,
    "order" smallint NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint NOT NULL,
    name_en character varying(160),
    name_et character varying(160),
    name_ru character varying(160),
    opening_hours_en character varying(200),
    opening_hours_et character varying(200),
    opening_hours_ru character varying(200),
    CONSTRAINT services_channel_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.services_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_channelyear (
    id bigint NOT NULL,
    year smallint NOT NULL,
    volume integer,
    satisfaction numeric(3,2),
    cost numeric(12,2),
    channel_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    client_hours numeric(10,1),
    client_hours_total numeric(10,1),
    method character varying(300) NOT NULL,
    CONSTRAINT satisfaction_1_to_5 CHECK (((satisfaction IS NULL) OR ((satisfaction >= (1)::numeric) AND (satisfaction <= (5)::numeric)))),
    CONSTRAINT services_channelyear_volume_check CHECK ((volume >= 0)),
    CONSTRAINT services_channelyear_year_check CHECK ((year >= 0))
);

ALTER TABLE public.services_channelyear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_channelyear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_legalbasis (
    id bigint NOT NULL,
    title character varying(300) NOT NULL,
    link character varying(500) NOT NULL,
    "order" smallint NOT NULL,
    municipality_id bigint NOT NULL,
    service_id bigint NOT NULL,
    kind character varying(13) NOT NULL,
    CONSTRAINT services_legalbasis_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.services_legalbasis ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_legalbasis_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_municipalapproval (
    task_ptr_id integer NOT NULL
);

CREATE TABLE public.services_registerimport (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    content bytea NOT NULL,
    state character varying(8) NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    outcome jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint,
    municipality_id bigint NOT NULL,
    CONSTRAINT services_registerimport_done_check CHECK ((done >= 0)),
    CONSTRAINT services_registerimport_total_check CHECK ((total >= 0))
);

ALTER TABLE public.services_registerimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_registerimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_service (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    slug character varying(120) NOT NULL,
    name character varying(200) NOT NULL,
    name_et character varying(200),
    name_en character varying(200),
    name_ru character varying(200),
    summary text NOT NULL,
    summary_et text,
    summary_en text,
    summary_ru text,
    description text NOT NULL,
    description_et text,
    description_en text,
    description_ru text,
    audience text NOT NULL,
    audience_et text,
    audience_en text,
    audience_ru text,
    how_to text NOT NULL,
    how_to_et text,
    how_to_en text,
    how_to_ru text,
    requirements text NOT NULL,
    requirements_et text,
    requirements_en text,
    requirements_ru text,
    evidence text NOT NULL,
    evidence_et text,
    evidence_en text,
    evidence_ru text,
    outcome text NOT NULL,
    outcome_et text,
    outcome_en text,
    outcome_ru text,
    fee text NOT NULL,
    fee_et text,
    fee_en text,
    fee_ru text,
    duration text NOT NULL,
    duration_et text,
    duration_en text,
    duration_ru text,
    place text NOT NULL,
    place_et text,
    place_en text,
    place_ru text,
    contact text NOT NULL,
    contact_et text,
    contact_en text,
    contact_ru text,
    words text NOT NULL,
    words_et text,
    words_en text,
    words_ru text,
    provider_kind character varying(8) NOT NULL,
    provider_name character varying(160) NOT NULL,
    target_groups character varying(40)[] NOT NULL,
    domain character varying(60) NOT NULL,
    life_events character varying(60)[] NOT NULL,
    keywords character varying(300) NOT NULL,
    languages character varying(2)[] NOT NULL,
    takes_reports boolean NOT NULL,
    needs_place boolean NOT NULL,
    reports_are_public boolean NOT NULL,
    form jsonb NOT NULL,
    is_popular boolean NOT NULL,
    is_demo boolean NOT NULL,
    source character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    owner_id bigint,
    unit_id bigint,
    expire_at timestamp with time zone,
    expired boolean NOT NULL,
    fee_amount numeric(9,2),
    first_published_at timestamp with time zone,
    go_live_at timestamp with time zone,
    has_unpublished_changes boolean NOT NULL,
    information_systems text NOT NULL,
    last_published_at timestamp with time zone,
    latest_revision_id integer,
    live boolean NOT NULL,
    live_revision_id integer,
    locked boolean NOT NULL,
    locked_at timestamp with time zone,
    locked_by_id bigint,
    payment character varying(9) NOT NULL,
    processing_days smallint,
    retired_at timestamp with time zone,
    serves_emergency boolean NOT NULL,
    type character varying(16) NOT NULL,
    uses_restricted_data boolean NOT NULL,
    sensitivity character varying(8) DEFAULT 'open'::character varying NOT NULL,
    CONSTRAINT retired_service_is_not_live CHECK (((NOT live) OR (retired_at IS NULL))),
    CONSTRAINT services_service_processing_days_check CHECK ((processing_days >= 0))
);

ALTER TABLE public.services_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_service_related (
    id bigint NOT NULL,
    from_service_id bigint NOT NULL,
    to_service_id bigint NOT NULL
);

ALTER TABLE public.services_service_related ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_service_related_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_service_topics (
    id bigint NOT NULL,
    service_id bigint NOT NULL,
    topic_id bigint NOT NULL
);

ALTER TABLE public.services_service_topics ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_service_topics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.services_topic (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    name_et character varying(120),
    name_en character varying(120),
    name_ru character varying(120),
    slug character varying(80) NOT NULL,
    description text NOT NULL,
    description_et text,
    description_en text,
    description_ru text,
    icon character varying(40) NOT NULL,
    "order" smallint NOT NULL,
    municipality_id bigint NOT NULL,
    parent_id bigint,
    CONSTRAINT services_topic_order_check CHECK (("order" >= 0))
);

ALTER TABLE public.services_topic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_attempt (
    id bigint NOT NULL,
    state_digest character varying(64) NOT NULL,
    browser_digest character varying(64) NOT NULL,
    nonce character varying(43) NOT NULL,
    verifier character varying(86) NOT NULL,
    redirect_uri character varying(300) NOT NULL,
    next character varying(2000) NOT NULL,
    language character varying(2) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    outcome character varying(20) NOT NULL,
    method character varying(8) NOT NULL,
    level character varying(11) NOT NULL,
    token text NOT NULL,
    request_id character varying(40) NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint,
    provider_id bigint NOT NULL
);

ALTER TABLE public.signin_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_keptform (
    id bigint NOT NULL,
    token_digest character varying(64) NOT NULL,
    action character varying(2000) NOT NULL,
    page character varying(2000) NOT NULL,
    fields text NOT NULL,
    had_files boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint
);

ALTER TABLE public.signin_keptform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_keptform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_passkey (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    host character varying(255) NOT NULL,
    credential_id character varying(1400) NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);

ALTER TABLE public.signin_passkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_passkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_provider (
    id bigint NOT NULL,
    ref character varying(10) NOT NULL,
    kind character varying(6) NOT NULL,
    name character varying(80) NOT NULL,
    issuer character varying(200) NOT NULL,
    client_id character varying(120) NOT NULL,
    secret text NOT NULL,
    way character varying(5) NOT NULL,
    level character varying(11) NOT NULL,
    methods jsonb NOT NULL,
    host character varying(255) NOT NULL,
    is_active boolean NOT NULL,
    signing_key text NOT NULL,
    checked_at timestamp with time zone,
    trouble character varying(40) NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.signin_provider ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_provider_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_providersession (
    id bigint NOT NULL,
    nonce character varying(43) NOT NULL,
    sid character varying(255) NOT NULL,
    id_token text NOT NULL,
    refresh_token text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    session_id bigint NOT NULL
);

ALTER TABLE public.signin_providersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_providersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_recoverycode (
    id bigint NOT NULL,
    code_digest character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);

ALTER TABLE public.signin_recoverycode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_recoverycode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_seentoken (
    id bigint NOT NULL,
    token_digest character varying(64) NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    provider_id bigint NOT NULL
);

ALTER TABLE public.signin_seentoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_seentoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_totp (
    id bigint NOT NULL,
    secret text NOT NULL,
    last_step bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.signin_totp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_totp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.simple_translation_simpletranslation (
    id integer NOT NULL
);

ALTER TABLE public.simple_translation_simpletranslation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.simple_translation_simpletranslation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.statebox_connection (
    id bigint NOT NULL,
    base_url character varying(300) NOT NULL,
    way character varying(6) NOT NULL,
    cookie character varying(60) NOT NULL,
    token text NOT NULL,
    headers jsonb NOT NULL,
    profile_id character varying(60) NOT NULL,
    is_active boolean NOT NULL,
    owner_name character varying(200) NOT NULL,
    checked_at timestamp with time zone,
    trouble character varying(120) NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.statebox_connection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.statebox_connection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.statebox_letter (
    id bigint NOT NULL,
    external_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    recipient character varying(8) NOT NULL,
    code text NOT NULL,
    code_digest character varying(64) NOT NULL,
    title character varying(200) NOT NULL,
    "values" jsonb NOT NULL,
    attachments jsonb NOT NULL,
    state character varying(9) NOT NULL,
    trouble character varying(120) NOT NULL,
    told character varying(60) NOT NULL,
    operation_id character varying(60) NOT NULL,
    notification_id character varying(60) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    read_at timestamp with time zone,
    checked_at timestamp with time zone,
    case_id bigint,
    municipality_id bigint NOT NULL,
    written_by_id bigint,
    template_id bigint NOT NULL,
    CONSTRAINT statebox_code_until_taken CHECK (((taken_at IS NULL) OR (code = ''::text)))
);

ALTER TABLE public.statebox_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.statebox_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.statebox_template (
    id bigint NOT NULL,
    remote_id character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    texts jsonb NOT NULL,
    is_active boolean NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.statebox_template ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.statebox_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.suggestions_answerdraft (
    id bigint NOT NULL,
    text text NOT NULL,
    sources jsonb NOT NULL,
    confidence double precision NOT NULL,
    made_at timestamp with time zone NOT NULL,
    outcome character varying(7) NOT NULL,
    decided_at timestamp with time zone,
    asked_by_id bigint,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.suggestions_answerdraft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.suggestions_answerdraft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.suggestions_casevector (
    case_id bigint NOT NULL,
    model character varying(200) NOT NULL,
    vector public.halfvec,
    made_at timestamp with time zone NOT NULL,
    sought_at timestamp with time zone,
    municipality_id bigint NOT NULL
);

CREATE TABLE public.suggestions_learntmodel (
    id bigint NOT NULL,
    field character varying(9) NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    cases integer NOT NULL,
    held_out integer NOT NULL,
    top_1 double precision,
    top_3 double precision,
    result character varying(8) NOT NULL,
    embedder character varying(120) NOT NULL,
    data bytea,
    municipality_id bigint NOT NULL,
    CONSTRAINT learnt_model_has_data CHECK (((NOT ((result)::text = 'used'::text)) OR (data IS NOT NULL))),
    CONSTRAINT suggestions_learntmodel_cases_check CHECK ((cases >= 0)),
    CONSTRAINT suggestions_learntmodel_held_out_check CHECK ((held_out >= 0))
);

ALTER TABLE public.suggestions_learntmodel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.suggestions_learntmodel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.suggestions_suggestion (
    id bigint NOT NULL,
    field character varying(9) NOT NULL,
    rank smallint NOT NULL,
    value character varying(20) NOT NULL,
    confidence double precision NOT NULL,
    made_by character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    outcome character varying(7) NOT NULL,
    decided_at timestamp with time zone,
    case_id bigint NOT NULL,
    decided_by_id bigint,
    municipality_id bigint NOT NULL,
    CONSTRAINT suggestion_confidence_0_to_1 CHECK (((confidence >= (0.0)::double precision) AND (confidence <= (1.0)::double precision))),
    CONSTRAINT suggestion_decided_at CHECK ((((decided_at IS NULL) AND ((outcome)::text = 'open'::text)) OR ((NOT ((outcome)::text = 'open'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT suggestions_suggestion_rank_check CHECK ((rank >= 0))
);

ALTER TABLE public.suggestions_suggestion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.suggestions_suggestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taggit_tag (
    id integer NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(100) NOT NULL
);

ALTER TABLE public.taggit_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taggit_taggeditem (
    id integer NOT NULL,
    object_id integer NOT NULL,
    content_type_id integer NOT NULL,
    tag_id integer NOT NULL
);

ALTER TABLE public.taggit_taggeditem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_taggeditem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tracker_look (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(12) NOT NULL,
    by_words character varying(300) NOT NULL,
    action character varying(60) NOT NULL,
    purpose character varying(300) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id bigint,
    request_id character varying(40) NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    user_id bigint
);

ALTER TABLE public.tracker_look ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracker_look_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tracker_opening (
    id bigint NOT NULL,
    ref character varying(22) NOT NULL,
    kind character varying(6) NOT NULL,
    reason character varying(300) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    municipality_id bigint NOT NULL,
    person_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.tracker_opening ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracker_opening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tracker_receiver (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    system character varying(120) NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.tracker_receiver ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tracker_receiver_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailadmin_admin (
    id integer NOT NULL
);

ALTER TABLE public.wagtailadmin_admin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_admin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailadmin_editingsession (
    id integer NOT NULL,
    object_id character varying(255) NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    content_type_id integer NOT NULL,
    user_id bigint NOT NULL,
    is_editing boolean NOT NULL
);

ALTER TABLE public.wagtailadmin_editingsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_editingsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailadmin_formstate (
    id integer NOT NULL,
    data text NOT NULL,
    object_id character varying(255) NOT NULL,
    parent_object_id character varying(255) NOT NULL,
    last_updated_at timestamp with time zone NOT NULL,
    content_type_id integer NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.wagtailadmin_formstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_formstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_apitoken (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    key_hash character varying(64) NOT NULL,
    prefix character varying(16) NOT NULL,
    created timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    user_id bigint NOT NULL
);

ALTER TABLE public.wagtailcore_apitoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_apitoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_collection (
    id integer NOT NULL,
    path character varying(255) NOT NULL COLLATE pg_catalog."C",
    depth integer NOT NULL,
    numchild integer NOT NULL,
    name character varying(255) NOT NULL,
    CONSTRAINT wagtailcore_collection_depth_check CHECK ((depth >= 0)),
    CONSTRAINT wagtailcore_collection_numchild_check CHECK ((numchild >= 0))
);

ALTER TABLE public.wagtailcore_collection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_collectionviewrestriction (
    id integer NOT NULL,
    restriction_type character varying(20) NOT NULL,
    password character varying(255) NOT NULL,
    collection_id integer NOT NULL
);

CREATE TABLE public.wagtailcore_collectionviewrestriction_groups (
    id bigint NOT NULL,
    collectionviewrestriction_id integer CONSTRAINT wagtailcore_collectionviewr_collectionviewrestriction__not_null NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_collectionviewrestriction_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collectionviewrestriction_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.wagtailcore_collectionviewrestriction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collectionviewrestriction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_comment (
    id integer NOT NULL,
    text text NOT NULL,
    contentpath text NOT NULL,
    "position" text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    page_id integer NOT NULL,
    resolved_by_id bigint,
    revision_created_id integer,
    user_id bigint NOT NULL
);

ALTER TABLE public.wagtailcore_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_commentreply (
    id integer NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    comment_id integer NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.wagtailcore_commentreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_commentreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_groupapprovaltask (
    task_ptr_id integer NOT NULL
);

CREATE TABLE public.wagtailcore_groupapprovaltask_groups (
    id bigint NOT NULL,
    groupapprovaltask_id integer CONSTRAINT wagtailcore_groupapprovaltask_gro_groupapprovaltask_id_not_null NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_groupapprovaltask_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupapprovaltask_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_groupcollectionpermission (
    id integer NOT NULL,
    collection_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_groupcollectionpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupcollectionpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_grouppagepermission (
    id integer NOT NULL,
    group_id integer NOT NULL,
    page_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_grouppagepermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_grouppagepermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_groupsitepermission (
    id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL,
    site_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_groupsitepermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupsitepermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_locale (
    id integer NOT NULL,
    language_code character varying(100) NOT NULL
);

ALTER TABLE public.wagtailcore_locale ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_locale_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_modellogentry (
    id integer NOT NULL,
    label text NOT NULL,
    action character varying(255) NOT NULL,
    data jsonb CONSTRAINT wagtailcore_modellogentry_data_json_not_null NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    content_changed boolean NOT NULL,
    deleted boolean NOT NULL,
    object_id character varying(255) NOT NULL,
    content_type_id integer,
    user_id bigint,
    uuid uuid,
    revision_id integer
);

ALTER TABLE public.wagtailcore_modellogentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_modellogentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_page (
    id integer NOT NULL,
    path character varying(255) NOT NULL COLLATE pg_catalog."C",
    depth integer NOT NULL,
    numchild integer NOT NULL,
    title character varying(255) NOT NULL,
    slug character varying(255) NOT NULL,
    live boolean NOT NULL,
    has_unpublished_changes boolean NOT NULL,
    url_path text NOT NULL,
    seo_title character varying(255) NOT NULL,
    show_in_menus boolean NOT NULL,
    search_description text NOT NULL,
    go_live_at timestamp with time zone,
    expire_at timestamp with time zone,
    expired boolean NOT NULL,
    content_type_id integer NOT NULL,
    owner_id bigint,
    locked boolean NOT NULL,
    latest_revision_created_at timestamp with time zone,
    first_published_at timestamp with time zone,
    live_revision_id integer,
    last_published_at timestamp with time zone,
    draft_title character varying(255) NOT NULL,
    locked_at timestamp with time zone,
    locked_by_id bigint,
    translation_key uuid NOT NULL,
    locale_id integer NOT NULL,
    alias_of_id integer,
    latest_revision_id integer,
    CONSTRAINT wagtailcore_page_depth_check CHECK ((depth >= 0)),
    CONSTRAINT wagtailcore_page_numchild_check CHECK ((numchild >= 0))
);

ALTER TABLE public.wagtailcore_page ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_page_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_pagelogentry (
    id integer NOT NULL,
    label text NOT NULL,
    action character varying(255) NOT NULL,
    data jsonb CONSTRAINT wagtailcore_pagelogentry_data_json_not_null NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    content_changed boolean NOT NULL,
    deleted boolean NOT NULL,
    content_type_id integer,
    page_id integer NOT NULL,
    revision_id integer,
    user_id bigint,
    uuid uuid
);

ALTER TABLE public.wagtailcore_pagelogentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagelogentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_revision (
    id integer CONSTRAINT wagtailcore_pagerevision_id_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT wagtailcore_pagerevision_created_at_not_null NOT NULL,
    content jsonb CONSTRAINT wagtailcore_pagerevision_content_json_not_null NOT NULL,
    approved_go_live_at timestamp with time zone,
    object_id character varying(255) CONSTRAINT wagtailcore_pagerevision_page_id_not_null NOT NULL,
    user_id bigint,
    content_type_id integer NOT NULL,
    base_content_type_id integer NOT NULL,
    object_str text NOT NULL
);

ALTER TABLE public.wagtailcore_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagerevision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_pagesubscription (
    id integer NOT NULL,
    comment_notifications boolean NOT NULL,
    page_id integer NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.wagtailcore_pagesubscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagesubscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_pageviewrestriction (
    id integer NOT NULL,
    password character varying(255) NOT NULL,
    page_id integer NOT NULL,
    restriction_type character varying(20) NOT NULL
);

CREATE TABLE public.wagtailcore_pageviewrestriction_groups (
    id bigint NOT NULL,
    pageviewrestriction_id integer CONSTRAINT wagtailcore_pageviewrestriction_pageviewrestriction_id_not_null NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_pageviewrestriction_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pageviewrestriction_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.wagtailcore_pageviewrestriction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pageviewrestriction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_referenceindex (
    id integer NOT NULL,
    object_id character varying(255) NOT NULL,
    to_object_id character varying(255) NOT NULL,
    model_path text NOT NULL,
    content_path text NOT NULL,
    content_path_hash uuid NOT NULL,
    base_content_type_id integer NOT NULL,
    content_type_id integer NOT NULL,
    to_content_type_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_referenceindex ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_referenceindex_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_site (
    id integer NOT NULL,
    hostname character varying(255) NOT NULL,
    port integer NOT NULL,
    is_default_site boolean NOT NULL,
    root_page_id integer NOT NULL,
    site_name character varying(255) NOT NULL
);

ALTER TABLE public.wagtailcore_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_task (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    active boolean NOT NULL,
    content_type_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_taskstate (
    id integer NOT NULL,
    status character varying(50) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    content_type_id integer NOT NULL,
    revision_id integer CONSTRAINT wagtailcore_taskstate_page_revision_id_not_null NOT NULL,
    task_id integer NOT NULL,
    workflow_state_id integer NOT NULL,
    finished_by_id bigint,
    comment text NOT NULL
);

ALTER TABLE public.wagtailcore_taskstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_taskstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_uploadedfile (
    id integer NOT NULL,
    file character varying(200) NOT NULL,
    for_content_type_id integer,
    uploaded_by_user_id bigint
);

ALTER TABLE public.wagtailcore_uploadedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_uploadedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_workflow (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    active boolean NOT NULL
);

ALTER TABLE public.wagtailcore_workflow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_workflowcontenttype (
    content_type_id integer NOT NULL,
    workflow_id integer NOT NULL
);

CREATE TABLE public.wagtailcore_workflowpage (
    page_id integer NOT NULL,
    workflow_id integer NOT NULL
);

CREATE TABLE public.wagtailcore_workflowstate (
    id integer NOT NULL,
    status character varying(50) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    current_task_state_id integer,
    object_id character varying(255) CONSTRAINT wagtailcore_workflowstate_page_id_not_null NOT NULL,
    requested_by_id bigint,
    workflow_id integer NOT NULL,
    content_type_id integer NOT NULL,
    base_content_type_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_workflowstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflowstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailcore_workflowtask (
    id integer NOT NULL,
    sort_order integer,
    task_id integer NOT NULL,
    workflow_id integer NOT NULL
);

ALTER TABLE public.wagtailcore_workflowtask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflowtask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtaildocs_document (
    id integer NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    uploaded_by_user_id bigint,
    collection_id integer NOT NULL,
    file_size bigint,
    file_hash character varying(40) NOT NULL,
    CONSTRAINT wagtaildocs_document_file_size_check CHECK ((file_size >= 0))
);

ALTER TABLE public.wagtaildocs_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtaildocs_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailimages_image (
    id integer NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    focal_point_x integer,
    focal_point_y integer,
    focal_point_width integer,
    focal_point_height integer,
    uploaded_by_user_id bigint,
    file_size integer,
    collection_id integer NOT NULL,
    file_hash character varying(40) NOT NULL,
    description character varying(255) NOT NULL,
    CONSTRAINT wagtailimages_image_file_size_check CHECK ((file_size >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_height_check CHECK ((focal_point_height >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_width_check CHECK ((focal_point_width >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_x_check CHECK ((focal_point_x >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_y_check CHECK ((focal_point_y >= 0))
);

ALTER TABLE public.wagtailimages_image ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailimages_image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailimages_rendition (
    id integer NOT NULL,
    file character varying(100) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    focal_point_key character varying(16) NOT NULL,
    filter_spec character varying(255) NOT NULL,
    image_id integer NOT NULL
);

ALTER TABLE public.wagtailimages_rendition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailimages_rendition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailredirects_redirect (
    id integer NOT NULL,
    old_path character varying(255) NOT NULL,
    is_permanent boolean NOT NULL,
    redirect_link character varying(255) NOT NULL,
    redirect_page_id integer,
    site_id integer,
    automatically_created boolean NOT NULL,
    created_at timestamp with time zone,
    redirect_page_route_path character varying(255) NOT NULL
);

ALTER TABLE public.wagtailredirects_redirect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailredirects_redirect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailsearch_indexentry (
    id integer NOT NULL,
    object_id character varying(50) NOT NULL,
    title_norm double precision NOT NULL,
    content_type_id integer NOT NULL,
    autocomplete tsvector NOT NULL,
    title tsvector NOT NULL,
    body tsvector NOT NULL,
    title_text text NOT NULL,
    body_text text NOT NULL
);

ALTER TABLE public.wagtailsearch_indexentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailsearch_indexentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.wagtailusers_userprofile (
    id integer NOT NULL,
    submitted_notifications boolean NOT NULL,
    approved_notifications boolean NOT NULL,
    rejected_notifications boolean NOT NULL,
    user_id bigint NOT NULL,
    preferred_language character varying(10) NOT NULL,
    current_time_zone character varying(40) NOT NULL,
    avatar character varying(100) NOT NULL,
    updated_comments_notifications boolean CONSTRAINT wagtailusers_userprofile_updated_comments_notification_not_null NOT NULL,
    dismissibles jsonb NOT NULL,
    theme character varying(40) NOT NULL,
    density character varying(40) NOT NULL,
    contrast character varying(40) NOT NULL,
    keyboard_shortcuts boolean NOT NULL
);

ALTER TABLE public.wagtailusers_userprofile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailusers_userprofile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhooks_endpoint (
    id bigint NOT NULL,
    secret text NOT NULL,
    previous_secret text NOT NULL,
    previous_until timestamp with time zone,
    name character varying(120) NOT NULL,
    url character varying(500) NOT NULL,
    events character varying(40)[] NOT NULL,
    is_active boolean NOT NULL,
    off_because character varying(7) NOT NULL,
    failing_since timestamp with time zone,
    last_taken_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    is_demo boolean NOT NULL,
    municipality_id bigint NOT NULL,
    CONSTRAINT endpoint_off_with_reason CHECK (((is_active AND ((off_because)::text = ''::text)) OR ((NOT is_active) AND (NOT ((off_because)::text = ''::text)))))
);

ALTER TABLE public.webhooks_endpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_endpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhooks_received (
    id bigint NOT NULL,
    message_id character varying(200) NOT NULL,
    body_digest character varying(64) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    external character varying(64) NOT NULL,
    problems jsonb NOT NULL,
    body text NOT NULL,
    author character varying(160) NOT NULL,
    link character varying(500) NOT NULL,
    media jsonb NOT NULL,
    case_id bigint,
    municipality_id bigint NOT NULL,
    word_id bigint,
    source_id bigint NOT NULL,
    CONSTRAINT received_body_only_while_failed CHECK ((((state)::text = 'failed'::text) OR (body = ''::text)))
);

ALTER TABLE public.webhooks_received ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_received_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhooks_source (
    id bigint NOT NULL,
    secret text NOT NULL,
    previous_secret text NOT NULL,
    previous_until timestamp with time zone,
    ref character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    channel character varying(8) NOT NULL,
    kind character varying(20) NOT NULL,
    is_open_thread boolean NOT NULL,
    may_publish boolean NOT NULL,
    is_active boolean NOT NULL,
    last_received_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    is_demo boolean NOT NULL,
    endpoint_id bigint,
    municipality_id bigint NOT NULL,
    service_id bigint
);

ALTER TABLE public.webhooks_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhooks_thread (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    name text NOT NULL,
    case_id bigint NOT NULL,
    municipality_id bigint NOT NULL,
    source_id bigint NOT NULL
);

ALTER TABLE public.webhooks_thread ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_thread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.website_homepage (
    page_ptr_id integer NOT NULL,
    greeting character varying(200) NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE public.website_municipalityfolder (
    page_ptr_id integer NOT NULL
);

CREATE TABLE public.website_municipalitygroup (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    group_id integer NOT NULL,
    municipality_id bigint NOT NULL
);

ALTER TABLE public.website_municipalitygroup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.website_municipalitygroup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.website_municipalitysite (
    id bigint NOT NULL,
    version bigint NOT NULL,
    collection_id integer NOT NULL,
    folder_id integer NOT NULL,
    municipality_id bigint NOT NULL,
    site_id integer NOT NULL,
    CONSTRAINT website_municipalitysite_version_check CHECK ((version >= 0))
);

ALTER TABLE public.website_municipalitysite ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.website_municipalitysite_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.website_newsindexpage (
    page_ptr_id integer NOT NULL
);

CREATE TABLE public.website_newspage (
    page_ptr_id integer NOT NULL,
    date date NOT NULL,
    intro text NOT NULL,
    body jsonb NOT NULL,
    image_id integer,
    image_alt character varying(250) NOT NULL,
    topic_id bigint
);

CREATE TABLE public.website_publisheddocument (
    id bigint NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    file_size bigint,
    file_hash character varying(40) NOT NULL,
    kind character varying(100) NOT NULL,
    collection_id integer NOT NULL,
    uploaded_by_user_id bigint,
    CONSTRAINT website_publisheddocument_file_size_check CHECK ((file_size >= 0))
);

ALTER TABLE public.website_publisheddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.website_publisheddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.website_textpage (
    page_ptr_id integer NOT NULL,
    intro text NOT NULL,
    body jsonb NOT NULL
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO public.applications_term (id, kind, days, valid_from, valid_to, source, municipality_id, is_verified) VALUES
	(1, 'dispute', 30, '2002-01-01', NULL, 'Haldusmenetluse seadus § 75', NULL, false),
	(2, 'draft', 60, '2002-01-01', NULL, 'Omavalitsuse vaikimisi lubadus; omavalitsus seab oma', NULL, false),
	(3, 'consent', 14, '2002-01-01', NULL, 'Omavalitsuse vaikimisi lubadus; omavalitsus seab oma', NULL, false);

INSERT INTO public.assistant_answerrule (id, kept_days, threshold, valid_from, valid_to, source, municipality_id) VALUES
	(1, 365, NULL, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg ilma õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL);

INSERT INTO public.assistant_helpline (id, valid_from, valid_to, source, number, name_et, name_en, name_ru, situations, "order", municipality_id) VALUES
	(1, '1900-01-01', NULL, 'Euroopa ühtne hädaabinumber 112', '112', 'Hädaabinumber: kiirabi, päästjad, politsei', 'Emergency number: ambulance, rescue, police', 'Номер экстренной помощи: скорая, спасатели, полиция', 'danger distress child violence', 0, NULL),
	(2, '1900-01-01', NULL, 'Euroopa ühtne ohvriabinumber 116 006', '116 006', 'Ohvriabi kriisitelefon', 'Victim support crisis line', 'Кризисный телефон помощи жертвам', 'distress violence', 1, NULL),
	(3, '1900-01-01', NULL, 'Euroopa ühtne lasteabinumber 116 111', '116 111', 'Lasteabi telefon', 'Children''s helpline', 'Телефон помощи детям', 'distress child violence', 2, NULL);

INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(1, 'Can add locale', 3, 'add_locale'),
	(2, 'Can change locale', 3, 'change_locale'),
	(3, 'Can delete locale', 3, 'delete_locale'),
	(4, 'Can view locale', 3, 'view_locale'),
	(5, 'Can add site', 4, 'add_site'),
	(6, 'Can change site', 4, 'change_site'),
	(7, 'Can delete site', 4, 'delete_site'),
	(8, 'Can view site', 4, 'view_site'),
	(9, 'Can add group site permission', 5, 'add_groupsitepermission'),
	(10, 'Can change group site permission', 5, 'change_groupsitepermission'),
	(11, 'Can delete group site permission', 5, 'delete_groupsitepermission'),
	(12, 'Can view group site permission', 5, 'view_groupsitepermission'),
	(13, 'Can add API token', 6, 'add_apitoken'),
	(14, 'Can change API token', 6, 'change_apitoken'),
	(15, 'Can delete API token', 6, 'delete_apitoken'),
	(16, 'Can view API token', 6, 'view_apitoken'),
	(17, 'Can add model log entry', 7, 'add_modellogentry'),
	(18, 'Can change model log entry', 7, 'change_modellogentry'),
	(19, 'Can delete model log entry', 7, 'delete_modellogentry'),
	(20, 'Can view model log entry', 7, 'view_modellogentry'),
	(21, 'Can add revision', 8, 'add_revision'),
	(22, 'Can change revision', 8, 'change_revision'),
	(23, 'Can delete revision', 8, 'delete_revision'),
	(24, 'Can view revision', 8, 'view_revision'),
	(25, 'Can add collection view restriction', 9, 'add_collectionviewrestriction'),
	(26, 'Can change collection view restriction', 9, 'change_collectionviewrestriction'),
	(27, 'Can delete collection view restriction', 9, 'delete_collectionviewrestriction'),
	(28, 'Can view collection view restriction', 9, 'view_collectionviewrestriction'),
	(29, 'Can add collection', 10, 'add_collection'),
	(30, 'Can change collection', 10, 'change_collection'),
	(31, 'Can delete collection', 10, 'delete_collection'),
	(32, 'Can view collection', 10, 'view_collection'),
	(33, 'Can add group collection permission', 11, 'add_groupcollectionpermission'),
	(34, 'Can change group collection permission', 11, 'change_groupcollectionpermission'),
	(35, 'Can delete group collection permission', 11, 'delete_groupcollectionpermission'),
	(36, 'Can view group collection permission', 11, 'view_groupcollectionpermission'),
	(37, 'Can add uploaded file', 12, 'add_uploadedfile'),
	(38, 'Can change uploaded file', 12, 'change_uploadedfile'),
	(39, 'Can delete uploaded file', 12, 'delete_uploadedfile'),
	(40, 'Can view uploaded file', 12, 'view_uploadedfile'),
	(41, 'Can add workflow content type', 13, 'add_workflowcontenttype'),
	(42, 'Can change workflow content type', 13, 'change_workflowcontenttype'),
	(43, 'Can delete workflow content type', 13, 'delete_workflowcontenttype'),
	(44, 'Can view workflow content type', 13, 'view_workflowcontenttype'),
	(45, 'Can add Workflow state', 14, 'add_workflowstate'),
	(46, 'Can change Workflow state', 14, 'change_workflowstate'),
	(47, 'Can delete Workflow state', 14, 'delete_workflowstate'),
	(48, 'Can view Workflow state', 14, 'view_workflowstate'),
	(49, 'Can add workflow', 15, 'add_workflow'),
	(50, 'Can change workflow', 15, 'change_workflow'),
	(51, 'Can delete workflow', 15, 'delete_workflow'),
	(52, 'Can view workflow', 15, 'view_workflow'),
	(53, 'Can add workflow task order', 16, 'add_workflowtask'),
	(54, 'Can change workflow task order', 16, 'change_workflowtask'),
	(55, 'Can delete workflow task order', 16, 'delete_workflowtask'),
	(56, 'Can view workflow task order', 16, 'view_workflowtask'),
	(57, 'Can add task', 17, 'add_task'),
	(58, 'Can change task', 17, 'change_task'),
	(59, 'Can delete task', 17, 'delete_task'),
	(60, 'Can view task', 17, 'view_task'),
	(61, 'Can add Group approval task', 2, 'add_groupapprovaltask'),
	(62, 'Can change Group approval task', 2, 'change_groupapprovaltask'),
	(63, 'Can delete Group approval task', 2, 'delete_groupapprovaltask'),
	(64, 'Can view Group approval task', 2, 'view_groupapprovaltask'),
	(65, 'Can add Task state', 18, 'add_taskstate'),
	(66, 'Can change Task state', 18, 'change_taskstate'),
	(67, 'Can delete Task state', 18, 'delete_taskstate'),
	(68, 'Can view Task state', 18, 'view_taskstate'),
	(69, 'Can add page', 1, 'add_page'),
	(70, 'Can change page', 1, 'change_page'),
	(71, 'Can delete page', 1, 'delete_page'),
	(72, 'Can view page', 1, 'view_page'),
	(73, 'Delete pages with children', 1, 'bulk_delete_page'),
	(74, 'Lock/unlock pages you''ve locked', 1, 'lock_page'),
	(75, 'Publish any page', 1, 'publish_page'),
	(76, 'Unlock any page', 1, 'unlock_page'),
	(77, 'Can add group page permission', 19, 'add_grouppagepermission'),
	(78, 'Can change group page permission', 19, 'change_grouppagepermission'),
	(79, 'Can delete group page permission', 19, 'delete_grouppagepermission'),
	(80, 'Can view group page permission', 19, 'view_grouppagepermission'),
	(81, 'Can add page view restriction', 20, 'add_pageviewrestriction'),
	(82, 'Can change page view restriction', 20, 'change_pageviewrestriction'),
	(83, 'Can delete page view restriction', 20, 'delete_pageviewrestriction'),
	(84, 'Can view page view restriction', 20, 'view_pageviewrestriction'),
	(85, 'Can add workflow page', 21, 'add_workflowpage'),
	(86, 'Can change workflow page', 21, 'change_workflowpage'),
	(87, 'Can delete workflow page', 21, 'delete_workflowpage'),
	(88, 'Can view workflow page', 21, 'view_workflowpage'),
	(89, 'Can add page log entry', 22, 'add_pagelogentry'),
	(90, 'Can change page log entry', 22, 'change_pagelogentry'),
	(91, 'Can delete page log entry', 22, 'delete_pagelogentry'),
	(92, 'Can view page log entry', 22, 'view_pagelogentry'),
	(93, 'Can add comment', 23, 'add_comment'),
	(94, 'Can change comment', 23, 'change_comment'),
	(95, 'Can delete comment', 23, 'delete_comment'),
	(96, 'Can view comment', 23, 'view_comment'),
	(97, 'Can add comment reply', 24, 'add_commentreply'),
	(98, 'Can change comment reply', 24, 'change_commentreply'),
	(99, 'Can delete comment reply', 24, 'delete_commentreply'),
	(100, 'Can view comment reply', 24, 'view_commentreply');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(101, 'Can add page subscription', 25, 'add_pagesubscription'),
	(102, 'Can change page subscription', 25, 'change_pagesubscription'),
	(103, 'Can delete page subscription', 25, 'delete_pagesubscription'),
	(104, 'Can view page subscription', 25, 'view_pagesubscription'),
	(105, 'Can add reference index', 26, 'add_referenceindex'),
	(106, 'Can change reference index', 26, 'change_referenceindex'),
	(107, 'Can delete reference index', 26, 'delete_referenceindex'),
	(108, 'Can view reference index', 26, 'view_referenceindex'),
	(109, 'Can access Wagtail admin', 27, 'access_admin'),
	(110, 'Can add document', 28, 'add_document'),
	(111, 'Can change document', 28, 'change_document'),
	(112, 'Can delete document', 28, 'delete_document'),
	(113, 'Can choose document', 28, 'choose_document'),
	(114, 'Can add image', 29, 'add_image'),
	(115, 'Can change image', 29, 'change_image'),
	(116, 'Can delete image', 29, 'delete_image'),
	(117, 'Can choose image', 29, 'choose_image'),
	(118, 'Can add municipality', 30, 'add_municipality'),
	(119, 'Can change municipality', 30, 'change_municipality'),
	(120, 'Can delete municipality', 30, 'delete_municipality'),
	(121, 'Can view municipality', 30, 'view_municipality'),
	(122, 'Can add rate counter', 31, 'add_ratecounter'),
	(123, 'Can change rate counter', 31, 'change_ratecounter'),
	(124, 'Can delete rate counter', 31, 'delete_ratecounter'),
	(125, 'Can view rate counter', 31, 'view_ratecounter'),
	(126, 'Can add journal entry', 32, 'add_journalentry'),
	(127, 'Can change journal entry', 32, 'change_journalentry'),
	(128, 'Can delete journal entry', 32, 'delete_journalentry'),
	(129, 'Can view journal entry', 32, 'view_journalentry'),
	(130, 'Can add host', 33, 'add_host'),
	(131, 'Can change host', 33, 'change_host'),
	(132, 'Can delete host', 33, 'delete_host'),
	(133, 'Can view host', 33, 'view_host'),
	(134, 'Can add document', 34, 'add_document'),
	(135, 'Can change document', 34, 'change_document'),
	(136, 'Can delete document', 34, 'delete_document'),
	(137, 'Can view document', 34, 'view_document'),
	(138, 'Can add term', 35, 'add_term'),
	(139, 'Can change term', 35, 'change_term'),
	(140, 'Can delete term', 35, 'delete_term'),
	(141, 'Can view term', 35, 'view_term'),
	(142, 'Can add embedding model', 36, 'add_embeddingmodel'),
	(143, 'Can change embedding model', 36, 'change_embeddingmodel'),
	(144, 'Can delete embedding model', 36, 'delete_embeddingmodel'),
	(145, 'Can view embedding model', 36, 'view_embeddingmodel'),
	(146, 'Can add passage', 37, 'add_passage'),
	(147, 'Can change passage', 37, 'change_passage'),
	(148, 'Can delete passage', 37, 'delete_passage'),
	(149, 'Can view passage', 37, 'view_passage'),
	(150, 'Can add embedding', 38, 'add_embedding'),
	(151, 'Can change embedding', 38, 'change_embedding'),
	(152, 'Can delete embedding', 38, 'delete_embedding'),
	(153, 'Can view embedding', 38, 'view_embedding'),
	(154, 'Can add user', 39, 'add_user'),
	(155, 'Can change user', 39, 'change_user'),
	(156, 'Can delete user', 39, 'delete_user'),
	(157, 'Can view user', 39, 'view_user'),
	(158, 'Can add contact', 40, 'add_contact'),
	(159, 'Can change contact', 40, 'change_contact'),
	(160, 'Can delete contact', 40, 'delete_contact'),
	(161, 'Can view contact', 40, 'view_contact'),
	(162, 'Can add unit', 41, 'add_unit'),
	(163, 'Can change unit', 41, 'change_unit'),
	(164, 'Can delete unit', 41, 'delete_unit'),
	(165, 'Can view unit', 41, 'view_unit'),
	(166, 'Can add membership', 42, 'add_membership'),
	(167, 'Can change membership', 42, 'change_membership'),
	(168, 'Can delete membership', 42, 'delete_membership'),
	(169, 'Can view membership', 42, 'view_membership'),
	(170, 'Can add absence', 43, 'add_absence'),
	(171, 'Can change absence', 43, 'change_absence'),
	(172, 'Can delete absence', 43, 'delete_absence'),
	(173, 'Can view absence', 43, 'view_absence'),
	(174, 'Can add change of rights', 44, 'add_rightschange'),
	(175, 'Can change change of rights', 44, 'change_rightschange'),
	(176, 'Can delete change of rights', 44, 'delete_rightschange'),
	(177, 'Can view change of rights', 44, 'view_rightschange'),
	(178, 'Can add role setting', 45, 'add_rolesetting'),
	(179, 'Can change role setting', 45, 'change_rolesetting'),
	(180, 'Can delete role setting', 45, 'delete_rolesetting'),
	(181, 'Can view role setting', 45, 'view_rolesetting'),
	(182, 'Can add invitation', 46, 'add_invitation'),
	(183, 'Can change invitation', 46, 'change_invitation'),
	(184, 'Can delete invitation', 46, 'delete_invitation'),
	(185, 'Can view invitation', 46, 'view_invitation'),
	(186, 'Can add area', 47, 'add_area'),
	(187, 'Can change area', 47, 'change_area'),
	(188, 'Can delete area', 47, 'delete_area'),
	(189, 'Can view area', 47, 'view_area'),
	(190, 'Can add address', 48, 'add_address'),
	(191, 'Can change address', 48, 'change_address'),
	(192, 'Can delete address', 48, 'delete_address'),
	(193, 'Can view address', 48, 'view_address'),
	(194, 'Can add area version', 49, 'add_areaversion'),
	(195, 'Can change area version', 49, 'change_areaversion'),
	(196, 'Can delete area version', 49, 'delete_areaversion'),
	(197, 'Can view area version', 49, 'view_areaversion'),
	(198, 'Can add person', 50, 'add_person'),
	(199, 'Can change person', 50, 'change_person'),
	(200, 'Can delete person', 50, 'delete_person');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(201, 'Can view person', 50, 'view_person'),
	(202, 'Can add right to act for somebody', 51, 'add_representation'),
	(203, 'Can change right to act for somebody', 51, 'change_representation'),
	(204, 'Can delete right to act for somebody', 51, 'delete_representation'),
	(205, 'Can view right to act for somebody', 51, 'view_representation'),
	(206, 'Can add session', 52, 'add_session'),
	(207, 'Can change session', 52, 'change_session'),
	(208, 'Can delete session', 52, 'delete_session'),
	(209, 'Can view session', 52, 'view_session'),
	(210, 'Can add look at a person''s data', 53, 'add_look'),
	(211, 'Can change look at a person''s data', 53, 'change_look'),
	(212, 'Can delete look at a person''s data', 53, 'delete_look'),
	(213, 'Can view look at a person''s data', 53, 'view_look'),
	(214, 'Can add opened page of a person', 54, 'add_opening'),
	(215, 'Can change opened page of a person', 54, 'change_opening'),
	(216, 'Can delete opened page of a person', 54, 'delete_opening'),
	(217, 'Can view opened page of a person', 54, 'view_opening'),
	(218, 'Can add the municipality in the data tracker', 55, 'add_receiver'),
	(219, 'Can change the municipality in the data tracker', 55, 'change_receiver'),
	(220, 'Can delete the municipality in the data tracker', 55, 'delete_receiver'),
	(221, 'Can view the municipality in the data tracker', 55, 'view_receiver'),
	(222, 'Can add delivery', 56, 'add_delivery'),
	(223, 'Can change delivery', 56, 'change_delivery'),
	(224, 'Can delete delivery', 56, 'delete_delivery'),
	(225, 'Can view delivery', 56, 'view_delivery'),
	(226, 'Can add attempt', 57, 'add_attempt'),
	(227, 'Can change attempt', 57, 'change_attempt'),
	(228, 'Can delete attempt', 57, 'delete_attempt'),
	(229, 'Can view attempt', 57, 'view_attempt'),
	(230, 'Can add breaker', 58, 'add_breaker'),
	(231, 'Can change breaker', 58, 'change_breaker'),
	(232, 'Can delete breaker', 58, 'delete_breaker'),
	(233, 'Can view breaker', 58, 'view_breaker'),
	(234, 'Can add job start', 59, 'add_jobstart'),
	(235, 'Can change job start', 59, 'change_jobstart'),
	(236, 'Can delete job start', 59, 'delete_jobstart'),
	(237, 'Can view job start', 59, 'view_jobstart'),
	(238, 'Can add connection to X-Road', 60, 'add_connection'),
	(239, 'Can change connection to X-Road', 60, 'change_connection'),
	(240, 'Can delete connection to X-Road', 60, 'delete_connection'),
	(241, 'Can view connection to X-Road', 60, 'view_connection'),
	(242, 'Can add kept answer', 61, 'add_keptanswer'),
	(243, 'Can change kept answer', 61, 'change_keptanswer'),
	(244, 'Can delete kept answer', 61, 'delete_keptanswer'),
	(245, 'Can view kept answer', 61, 'view_keptanswer'),
	(246, 'Can add query of a register', 62, 'add_query'),
	(247, 'Can change query of a register', 62, 'change_query'),
	(248, 'Can delete query of a register', 62, 'delete_query'),
	(249, 'Can view query of a register', 62, 'view_query'),
	(250, 'Can add register', 63, 'add_register'),
	(251, 'Can change register', 63, 'change_register'),
	(252, 'Can delete register', 63, 'delete_register'),
	(253, 'Can view register', 63, 'view_register'),
	(254, 'Can add statement of a person', 64, 'add_statement'),
	(255, 'Can change statement of a person', 64, 'change_statement'),
	(256, 'Can delete statement of a person', 64, 'delete_statement'),
	(257, 'Can view statement of a person', 64, 'view_statement'),
	(258, 'Can add payment', 65, 'add_payment'),
	(259, 'Can change payment', 65, 'change_payment'),
	(260, 'Can delete payment', 65, 'delete_payment'),
	(261, 'Can view payment', 65, 'view_payment'),
	(262, 'Can add attempt', 66, 'add_attempt'),
	(263, 'Can change attempt', 66, 'change_attempt'),
	(264, 'Can delete attempt', 66, 'delete_attempt'),
	(265, 'Can view attempt', 66, 'view_attempt'),
	(266, 'Can add payment account', 67, 'add_paymentaccount'),
	(267, 'Can change payment account', 67, 'change_paymentaccount'),
	(268, 'Can delete payment account', 67, 'delete_paymentaccount'),
	(269, 'Can view payment account', 67, 'view_paymentaccount'),
	(270, 'Can add refund', 68, 'add_refund'),
	(271, 'Can change refund', 68, 'change_refund'),
	(272, 'Can delete refund', 68, 'delete_refund'),
	(273, 'Can view refund', 68, 'view_refund'),
	(274, 'Can add kept form', 69, 'add_keptform'),
	(275, 'Can change kept form', 69, 'change_keptform'),
	(276, 'Can delete kept form', 69, 'delete_keptform'),
	(277, 'Can view kept form', 69, 'view_keptform'),
	(278, 'Can add passkey', 70, 'add_passkey'),
	(279, 'Can change passkey', 70, 'change_passkey'),
	(280, 'Can delete passkey', 70, 'delete_passkey'),
	(281, 'Can view passkey', 70, 'view_passkey'),
	(282, 'Can add sign-in provider', 71, 'add_provider'),
	(283, 'Can change sign-in provider', 71, 'change_provider'),
	(284, 'Can delete sign-in provider', 71, 'delete_provider'),
	(285, 'Can view sign-in provider', 71, 'view_provider'),
	(286, 'Can add sign-in', 72, 'add_attempt'),
	(287, 'Can change sign-in', 72, 'change_attempt'),
	(288, 'Can delete sign-in', 72, 'delete_attempt'),
	(289, 'Can view sign-in', 72, 'view_attempt'),
	(290, 'Can add session at a provider', 73, 'add_providersession'),
	(291, 'Can change session at a provider', 73, 'change_providersession'),
	(292, 'Can delete session at a provider', 73, 'delete_providersession'),
	(293, 'Can view session at a provider', 73, 'view_providersession'),
	(294, 'Can add recovery code', 74, 'add_recoverycode'),
	(295, 'Can change recovery code', 74, 'change_recoverycode'),
	(296, 'Can delete recovery code', 74, 'delete_recoverycode'),
	(297, 'Can view recovery code', 74, 'view_recoverycode'),
	(298, 'Can add seen token', 75, 'add_seentoken'),
	(299, 'Can change seen token', 75, 'change_seentoken'),
	(300, 'Can delete seen token', 75, 'delete_seentoken');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(301, 'Can view seen token', 75, 'view_seentoken'),
	(302, 'Can add totp', 76, 'add_totp'),
	(303, 'Can change totp', 76, 'change_totp'),
	(304, 'Can delete totp', 76, 'delete_totp'),
	(305, 'Can view totp', 76, 'view_totp'),
	(306, 'Can add service', 77, 'add_service'),
	(307, 'Can change service', 77, 'change_service'),
	(308, 'Can delete service', 77, 'delete_service'),
	(309, 'Can view service', 77, 'view_service'),
	(310, 'Can add legal basis', 79, 'add_legalbasis'),
	(311, 'Can change legal basis', 79, 'change_legalbasis'),
	(312, 'Can delete legal basis', 79, 'delete_legalbasis'),
	(313, 'Can view legal basis', 79, 'view_legalbasis'),
	(314, 'Can add channel', 80, 'add_channel'),
	(315, 'Can change channel', 80, 'change_channel'),
	(316, 'Can delete channel', 80, 'delete_channel'),
	(317, 'Can view channel', 80, 'view_channel'),
	(318, 'Can add topic', 81, 'add_topic'),
	(319, 'Can change topic', 81, 'change_topic'),
	(320, 'Can delete topic', 81, 'delete_topic'),
	(321, 'Can view topic', 81, 'view_topic'),
	(322, 'Can add yearly figures', 82, 'add_channelyear'),
	(323, 'Can change yearly figures', 82, 'change_channelyear'),
	(324, 'Can delete yearly figures', 82, 'delete_channelyear'),
	(325, 'Can view yearly figures', 82, 'view_channelyear'),
	(326, 'Can add approval by the municipality''s editors', 78, 'add_municipalapproval'),
	(327, 'Can change approval by the municipality''s editors', 78, 'change_municipalapproval'),
	(328, 'Can delete approval by the municipality''s editors', 78, 'delete_municipalapproval'),
	(329, 'Can view approval by the municipality''s editors', 78, 'view_municipalapproval'),
	(330, 'Can add import of services', 83, 'add_registerimport'),
	(331, 'Can change import of services', 83, 'change_registerimport'),
	(332, 'Can delete import of services', 83, 'delete_registerimport'),
	(333, 'Can view import of services', 83, 'view_registerimport'),
	(334, 'Can add benefit', 84, 'add_benefit'),
	(335, 'Can change benefit', 84, 'change_benefit'),
	(336, 'Can delete benefit', 84, 'delete_benefit'),
	(337, 'Can view benefit', 84, 'view_benefit'),
	(338, 'Can add rule of a benefit', 85, 'add_benefitrule'),
	(339, 'Can change rule of a benefit', 85, 'change_benefitrule'),
	(340, 'Can delete rule of a benefit', 85, 'delete_benefitrule'),
	(341, 'Can view rule of a benefit', 85, 'view_benefitrule'),
	(342, 'Can add form', 86, 'add_form'),
	(343, 'Can change form', 86, 'change_form'),
	(344, 'Can delete form', 86, 'delete_form'),
	(345, 'Can view form', 86, 'view_form'),
	(346, 'Can add version of a form', 87, 'add_formversion'),
	(347, 'Can change version of a form', 87, 'change_formversion'),
	(348, 'Can delete version of a form', 87, 'delete_formversion'),
	(349, 'Can view version of a form', 87, 'view_formversion'),
	(350, 'Can add map layer', 88, 'add_layer'),
	(351, 'Can change map layer', 88, 'change_layer'),
	(352, 'Can delete map layer', 88, 'delete_layer'),
	(353, 'Can view map layer', 88, 'view_layer'),
	(354, 'Can add asset', 89, 'add_asset'),
	(355, 'Can change asset', 89, 'change_asset'),
	(356, 'Can delete asset', 89, 'delete_asset'),
	(357, 'Can view asset', 89, 'view_asset'),
	(358, 'Can add attribute', 90, 'add_layerfield'),
	(359, 'Can change attribute', 90, 'change_layerfield'),
	(360, 'Can delete attribute', 90, 'delete_layerfield'),
	(361, 'Can view attribute', 90, 'view_layerfield'),
	(362, 'Can add import of assets', 91, 'add_layerimport'),
	(363, 'Can change import of assets', 91, 'change_layerimport'),
	(364, 'Can delete import of assets', 91, 'delete_layerimport'),
	(365, 'Can view import of assets', 91, 'view_layerimport'),
	(366, 'Can add attachment', 92, 'add_attachment'),
	(367, 'Can change attachment', 92, 'change_attachment'),
	(368, 'Can delete attachment', 92, 'delete_attachment'),
	(369, 'Can view attachment', 92, 'view_attachment'),
	(370, 'Can add case', 93, 'add_case'),
	(371, 'Can change case', 93, 'change_case'),
	(372, 'Can delete case', 93, 'delete_case'),
	(373, 'Can view case', 93, 'view_case'),
	(374, 'Can add legal period', 94, 'add_clockrule'),
	(375, 'Can change legal period', 94, 'change_clockrule'),
	(376, 'Can delete legal period', 94, 'delete_clockrule'),
	(377, 'Can view legal period', 94, 'view_clockrule'),
	(378, 'Can add follower', 95, 'add_follower'),
	(379, 'Can change follower', 95, 'change_follower'),
	(380, 'Can delete follower', 95, 'delete_follower'),
	(381, 'Can view follower', 95, 'view_follower'),
	(382, 'Can add message', 96, 'add_message'),
	(383, 'Can change message', 96, 'change_message'),
	(384, 'Can delete message', 96, 'delete_message'),
	(385, 'Can view message', 96, 'view_message'),
	(386, 'Can add retention period', 97, 'add_retentionrule'),
	(387, 'Can change retention period', 97, 'change_retentionrule'),
	(388, 'Can delete retention period', 97, 'delete_retentionrule'),
	(389, 'Can view retention period', 97, 'view_retentionrule'),
	(390, 'Can add routing rule', 98, 'add_routingrule'),
	(391, 'Can change routing rule', 98, 'change_routingrule'),
	(392, 'Can delete routing rule', 98, 'delete_routingrule'),
	(393, 'Can view routing rule', 98, 'view_routingrule'),
	(394, 'Can add saved view', 99, 'add_savedview'),
	(395, 'Can change saved view', 99, 'change_savedview'),
	(396, 'Can delete saved view', 99, 'delete_savedview'),
	(397, 'Can view saved view', 99, 'view_savedview'),
	(398, 'Can add answer template', 100, 'add_answertemplate'),
	(399, 'Can change answer template', 100, 'change_answertemplate'),
	(400, 'Can delete answer template', 100, 'delete_answertemplate');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(401, 'Can view answer template', 100, 'view_answertemplate'),
	(402, 'Can add case participant', 101, 'add_caseparticipant'),
	(403, 'Can change case participant', 101, 'change_caseparticipant'),
	(404, 'Can delete case participant', 101, 'delete_caseparticipant'),
	(405, 'Can view case participant', 101, 'view_caseparticipant'),
	(406, 'Can add sensitive words', 102, 'add_sensitivityrule'),
	(407, 'Can change sensitive words', 102, 'change_sensitivityrule'),
	(408, 'Can delete sensitive words', 102, 'delete_sensitivityrule'),
	(409, 'Can view sensitive words', 102, 'view_sensitivityrule'),
	(410, 'Can add published answer', 103, 'add_publishedanswer'),
	(411, 'Can change published answer', 103, 'change_publishedanswer'),
	(412, 'Can delete published answer', 103, 'delete_publishedanswer'),
	(413, 'Can view published answer', 103, 'view_publishedanswer'),
	(414, 'Can add rule of the assistant', 104, 'add_answerrule'),
	(415, 'Can change rule of the assistant', 104, 'change_answerrule'),
	(416, 'Can delete rule of the assistant', 104, 'delete_answerrule'),
	(417, 'Can view rule of the assistant', 104, 'view_answerrule'),
	(418, 'Can add question to the assistant', 105, 'add_exchange'),
	(419, 'Can change question to the assistant', 105, 'change_exchange'),
	(420, 'Can delete question to the assistant', 105, 'delete_exchange'),
	(421, 'Can view question to the assistant', 105, 'view_exchange'),
	(422, 'Can add what people do not find', 106, 'add_gap'),
	(423, 'Can change what people do not find', 106, 'change_gap'),
	(424, 'Can delete what people do not find', 106, 'delete_gap'),
	(425, 'Can view what people do not find', 106, 'view_gap'),
	(426, 'Can add question vector', 107, 'add_questionvector'),
	(427, 'Can change question vector', 107, 'change_questionvector'),
	(428, 'Can delete question vector', 107, 'delete_questionvector'),
	(429, 'Can view question vector', 107, 'view_questionvector'),
	(430, 'Can add phrase', 108, 'add_phrase'),
	(431, 'Can change phrase', 108, 'change_phrase'),
	(432, 'Can delete phrase', 108, 'delete_phrase'),
	(433, 'Can view phrase', 108, 'view_phrase'),
	(434, 'Can add help line', 109, 'add_helpline'),
	(435, 'Can change help line', 109, 'change_helpline'),
	(436, 'Can delete help line', 109, 'delete_helpline'),
	(437, 'Can view help line', 109, 'view_helpline'),
	(438, 'Can add endpoint', 110, 'add_endpoint'),
	(439, 'Can change endpoint', 110, 'change_endpoint'),
	(440, 'Can delete endpoint', 110, 'delete_endpoint'),
	(441, 'Can view endpoint', 110, 'view_endpoint'),
	(442, 'Can add source', 111, 'add_source'),
	(443, 'Can change source', 111, 'change_source'),
	(444, 'Can delete source', 111, 'delete_source'),
	(445, 'Can view source', 111, 'view_source'),
	(446, 'Can add received', 112, 'add_received'),
	(447, 'Can change received', 112, 'change_received'),
	(448, 'Can delete received', 112, 'delete_received'),
	(449, 'Can view received', 112, 'view_received'),
	(450, 'Can add thread', 113, 'add_thread'),
	(451, 'Can change thread', 113, 'change_thread'),
	(452, 'Can delete thread', 113, 'delete_thread'),
	(453, 'Can view thread', 113, 'view_thread'),
	(454, 'Can add case vector', 114, 'add_casevector'),
	(455, 'Can change case vector', 114, 'change_casevector'),
	(456, 'Can delete case vector', 114, 'delete_casevector'),
	(457, 'Can view case vector', 114, 'view_casevector'),
	(458, 'Can add answer draft', 115, 'add_answerdraft'),
	(459, 'Can change answer draft', 115, 'change_answerdraft'),
	(460, 'Can delete answer draft', 115, 'delete_answerdraft'),
	(461, 'Can view answer draft', 115, 'view_answerdraft'),
	(462, 'Can add learnt model', 116, 'add_learntmodel'),
	(463, 'Can change learnt model', 116, 'change_learntmodel'),
	(464, 'Can delete learnt model', 116, 'delete_learntmodel'),
	(465, 'Can view learnt model', 116, 'view_learntmodel'),
	(466, 'Can add suggestion', 117, 'add_suggestion'),
	(467, 'Can change suggestion', 117, 'change_suggestion'),
	(468, 'Can delete suggestion', 117, 'delete_suggestion'),
	(469, 'Can view suggestion', 117, 'view_suggestion'),
	(470, 'Can add key for recordings', 118, 'add_intakekey'),
	(471, 'Can change key for recordings', 118, 'change_intakekey'),
	(472, 'Can delete key for recordings', 118, 'delete_intakekey'),
	(473, 'Can view key for recordings', 118, 'view_intakekey'),
	(474, 'Can add recording', 119, 'add_recording'),
	(475, 'Can change recording', 119, 'change_recording'),
	(476, 'Can delete recording', 119, 'delete_recording'),
	(477, 'Can view recording', 119, 'view_recording'),
	(478, 'Can add raw transcript', 120, 'add_rawtranscript'),
	(479, 'Can change raw transcript', 120, 'change_rawtranscript'),
	(480, 'Can delete raw transcript', 120, 'delete_rawtranscript'),
	(481, 'Can view raw transcript', 120, 'view_rawtranscript'),
	(482, 'Can add proposal', 121, 'add_proposal'),
	(483, 'Can change proposal', 121, 'change_proposal'),
	(484, 'Can delete proposal', 121, 'delete_proposal'),
	(485, 'Can view proposal', 121, 'view_proposal'),
	(486, 'Can add retention period', 122, 'add_retentionperiod'),
	(487, 'Can change retention period', 122, 'change_retentionperiod'),
	(488, 'Can delete retention period', 122, 'delete_retentionperiod'),
	(489, 'Can view retention period', 122, 'view_retentionperiod'),
	(490, 'Can add key of a phone exchange', 123, 'add_exchangekey'),
	(491, 'Can change key of a phone exchange', 123, 'change_exchangekey'),
	(492, 'Can delete key of a phone exchange', 123, 'delete_exchangekey'),
	(493, 'Can view key of a phone exchange', 123, 'view_exchangekey'),
	(494, 'Can add period of keeping', 124, 'add_keepingperiod'),
	(495, 'Can change period of keeping', 124, 'change_keepingperiod'),
	(496, 'Can delete period of keeping', 124, 'delete_keepingperiod'),
	(497, 'Can view period of keeping', 124, 'view_keepingperiod'),
	(498, 'Can add wrap-up code', 125, 'add_wrapupcode'),
	(499, 'Can change wrap-up code', 125, 'change_wrapupcode'),
	(500, 'Can delete wrap-up code', 125, 'delete_wrapupcode');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(501, 'Can view wrap-up code', 125, 'view_wrapupcode'),
	(502, 'Can add call', 126, 'add_call'),
	(503, 'Can change call', 126, 'change_call'),
	(504, 'Can delete call', 126, 'delete_call'),
	(505, 'Can view call', 126, 'view_call'),
	(506, 'Can add exchange message', 127, 'add_exchangemessage'),
	(507, 'Can change exchange message', 127, 'change_exchangemessage'),
	(508, 'Can delete exchange message', 127, 'delete_exchangemessage'),
	(509, 'Can view exchange message', 127, 'view_exchangemessage'),
	(510, 'Can add promise to call back', 128, 'add_promise'),
	(511, 'Can change promise to call back', 128, 'change_promise'),
	(512, 'Can delete promise to call back', 128, 'delete_promise'),
	(513, 'Can view promise to call back', 128, 'view_promise'),
	(514, 'Can add shift', 129, 'add_shift'),
	(515, 'Can change shift', 129, 'change_shift'),
	(516, 'Can delete shift', 129, 'delete_shift'),
	(517, 'Can view shift', 129, 'view_shift'),
	(518, 'Can add signal', 130, 'add_signal'),
	(519, 'Can change signal', 130, 'change_signal'),
	(520, 'Can delete signal', 130, 'delete_signal'),
	(521, 'Can view signal', 130, 'view_signal'),
	(522, 'Can add letter', 131, 'add_letter'),
	(523, 'Can change letter', 131, 'change_letter'),
	(524, 'Can delete letter', 131, 'delete_letter'),
	(525, 'Can view letter', 131, 'view_letter'),
	(526, 'Can add heard', 132, 'add_heard'),
	(527, 'Can change heard', 132, 'change_heard'),
	(528, 'Can delete heard', 132, 'delete_heard'),
	(529, 'Can view heard', 132, 'view_heard'),
	(530, 'Can add sender of letters', 133, 'add_mailsender'),
	(531, 'Can change sender of letters', 133, 'change_mailsender'),
	(532, 'Can delete sender of letters', 133, 'delete_mailsender'),
	(533, 'Can view sender of letters', 133, 'view_mailsender'),
	(534, 'Can add own wording', 134, 'add_wording'),
	(535, 'Can change own wording', 134, 'change_wording'),
	(536, 'Can delete own wording', 134, 'delete_wording'),
	(537, 'Can view own wording', 134, 'view_wording'),
	(538, 'Can add application', 135, 'add_application'),
	(539, 'Can change application', 135, 'change_application'),
	(540, 'Can delete application', 135, 'delete_application'),
	(541, 'Can view application', 135, 'view_application'),
	(542, 'Can add payment list', 136, 'add_batch'),
	(543, 'Can change payment list', 136, 'change_batch'),
	(544, 'Can delete payment list', 136, 'delete_batch'),
	(545, 'Can view payment list', 136, 'view_batch'),
	(546, 'Can add check', 137, 'add_check'),
	(547, 'Can change check', 137, 'change_check'),
	(548, 'Can delete check', 137, 'delete_check'),
	(549, 'Can view check', 137, 'view_check'),
	(550, 'Can add consent', 138, 'add_consent'),
	(551, 'Can change consent', 138, 'change_consent'),
	(552, 'Can delete consent', 138, 'delete_consent'),
	(553, 'Can view consent', 138, 'view_consent'),
	(554, 'Can add decision', 139, 'add_decision'),
	(555, 'Can change decision', 139, 'change_decision'),
	(556, 'Can delete decision', 139, 'delete_decision'),
	(557, 'Can view decision', 139, 'view_decision'),
	(558, 'Can add draft', 140, 'add_draft'),
	(559, 'Can change draft', 140, 'change_draft'),
	(560, 'Can delete draft', 140, 'delete_draft'),
	(561, 'Can view draft', 140, 'view_draft'),
	(562, 'Can add file', 141, 'add_file'),
	(563, 'Can change file', 141, 'change_file'),
	(564, 'Can delete file', 141, 'delete_file'),
	(565, 'Can view file', 141, 'view_file'),
	(566, 'Can add grant', 142, 'add_grant'),
	(567, 'Can change grant', 142, 'change_grant'),
	(568, 'Can delete grant', 142, 'delete_grant'),
	(569, 'Can view grant', 142, 'view_grant'),
	(570, 'Can add handling of applications', 143, 'add_handling'),
	(571, 'Can change handling of applications', 143, 'change_handling'),
	(572, 'Can delete handling of applications', 143, 'delete_handling'),
	(573, 'Can view handling of applications', 143, 'view_handling'),
	(574, 'Can add account for benefits', 144, 'add_payingaccount'),
	(575, 'Can change account for benefits', 144, 'change_payingaccount'),
	(576, 'Can delete account for benefits', 144, 'delete_payingaccount'),
	(577, 'Can view account for benefits', 144, 'view_payingaccount'),
	(578, 'Can add payout', 145, 'add_payout'),
	(579, 'Can change payout', 145, 'change_payout'),
	(580, 'Can delete payout', 145, 'delete_payout'),
	(581, 'Can view payout', 145, 'view_payout'),
	(582, 'Can add period of applications', 146, 'add_term'),
	(583, 'Can change period of applications', 146, 'change_term'),
	(584, 'Can delete period of applications', 146, 'delete_term'),
	(585, 'Can view period of applications', 146, 'view_term'),
	(586, 'Can add change of an account', 147, 'add_accountchange'),
	(587, 'Can change change of an account', 147, 'change_accountchange'),
	(588, 'Can delete change of an account', 147, 'delete_accountchange'),
	(589, 'Can view change of an account', 147, 'view_accountchange'),
	(590, 'Can add group of bookers', 148, 'add_group'),
	(591, 'Can change group of bookers', 148, 'change_group'),
	(592, 'Can delete group of bookers', 148, 'delete_group'),
	(593, 'Can view group of bookers', 148, 'view_group'),
	(594, 'Can add group member', 149, 'add_groupmember'),
	(595, 'Can change group member', 149, 'change_groupmember'),
	(596, 'Can delete group member', 149, 'delete_groupmember'),
	(597, 'Can view group member', 149, 'view_groupmember'),
	(598, 'Can add bookable resource', 150, 'add_resource'),
	(599, 'Can change bookable resource', 150, 'change_resource'),
	(600, 'Can delete bookable resource', 150, 'delete_resource');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(601, 'Can view bookable resource', 150, 'view_resource'),
	(602, 'Can add price', 151, 'add_price'),
	(603, 'Can change price', 151, 'change_price'),
	(604, 'Can delete price', 151, 'delete_price'),
	(605, 'Can view price', 151, 'view_price'),
	(606, 'Can add opening hours', 152, 'add_openingrule'),
	(607, 'Can change opening hours', 152, 'change_openingrule'),
	(608, 'Can delete opening hours', 152, 'delete_openingrule'),
	(609, 'Can view opening hours', 152, 'view_openingrule'),
	(610, 'Can add exception of opening hours', 153, 'add_openingexception'),
	(611, 'Can change exception of opening hours', 153, 'change_openingexception'),
	(612, 'Can delete exception of opening hours', 153, 'delete_openingexception'),
	(613, 'Can view exception of opening hours', 153, 'view_openingexception'),
	(614, 'Can add item', 154, 'add_item'),
	(615, 'Can change item', 154, 'change_item'),
	(616, 'Can delete item', 154, 'delete_item'),
	(617, 'Can view item', 154, 'view_item'),
	(618, 'Can add calendar elsewhere', 155, 'add_foreigncalendar'),
	(619, 'Can change calendar elsewhere', 155, 'change_foreigncalendar'),
	(620, 'Can delete calendar elsewhere', 155, 'delete_foreigncalendar'),
	(621, 'Can view calendar elsewhere', 155, 'view_foreigncalendar'),
	(622, 'Can add calendar link', 156, 'add_calendarlink'),
	(623, 'Can change calendar link', 156, 'change_calendarlink'),
	(624, 'Can delete calendar link', 156, 'delete_calendarlink'),
	(625, 'Can view calendar link', 156, 'view_calendarlink'),
	(626, 'Can add busy time', 157, 'add_busytime'),
	(627, 'Can change busy time', 157, 'change_busytime'),
	(628, 'Can delete busy time', 157, 'delete_busytime'),
	(629, 'Can view busy time', 157, 'view_busytime'),
	(630, 'Can add series of bookings', 158, 'add_series'),
	(631, 'Can change series of bookings', 158, 'change_series'),
	(632, 'Can delete series of bookings', 158, 'delete_series'),
	(633, 'Can view series of bookings', 158, 'view_series'),
	(634, 'Can add booking', 159, 'add_booking'),
	(635, 'Can change booking', 159, 'change_booking'),
	(636, 'Can delete booking', 159, 'delete_booking'),
	(637, 'Can view booking', 159, 'view_booking'),
	(638, 'Can add entry of a waiting list', 160, 'add_waitingentry'),
	(639, 'Can change entry of a waiting list', 160, 'change_waitingentry'),
	(640, 'Can delete entry of a waiting list', 160, 'delete_waitingentry'),
	(641, 'Can view entry of a waiting list', 160, 'view_waitingentry'),
	(642, 'Can add preference', 161, 'add_preference'),
	(643, 'Can change preference', 161, 'change_preference'),
	(644, 'Can delete preference', 161, 'delete_preference'),
	(645, 'Can view preference', 161, 'view_preference'),
	(646, 'Can add purpose of looking at data', 162, 'add_purpose'),
	(647, 'Can change purpose of looking at data', 162, 'change_purpose'),
	(648, 'Can delete purpose of looking at data', 162, 'delete_purpose'),
	(649, 'Can view purpose of looking at data', 162, 'view_purpose'),
	(650, 'Can add rule of an offer', 163, 'add_offerrule'),
	(651, 'Can change rule of an offer', 163, 'change_offerrule'),
	(652, 'Can delete rule of an offer', 163, 'delete_offerrule'),
	(653, 'Can view rule of an offer', 163, 'view_offerrule'),
	(654, 'Can add consent to look at data', 164, 'add_offerconsent'),
	(655, 'Can change consent to look at data', 164, 'change_offerconsent'),
	(656, 'Can delete consent to look at data', 164, 'delete_offerconsent'),
	(657, 'Can view consent to look at data', 164, 'view_offerconsent'),
	(658, 'Can add refusal', 165, 'add_refusal'),
	(659, 'Can change refusal', 165, 'change_refusal'),
	(660, 'Can delete refusal', 165, 'delete_refusal'),
	(661, 'Can view refusal', 165, 'view_refusal'),
	(662, 'Can add run', 166, 'add_run'),
	(663, 'Can change run', 166, 'change_run'),
	(664, 'Can delete run', 166, 'delete_run'),
	(665, 'Can view run', 166, 'view_run'),
	(666, 'Can add offer', 167, 'add_offer'),
	(667, 'Can change offer', 167, 'change_offer'),
	(668, 'Can delete offer', 167, 'delete_offer'),
	(669, 'Can view offer', 167, 'view_offer'),
	(670, 'Can add considered', 168, 'add_considered'),
	(671, 'Can change considered', 168, 'change_considered'),
	(672, 'Can delete considered', 168, 'delete_considered'),
	(673, 'Can view considered', 168, 'view_considered'),
	(674, 'Can add handover', 169, 'add_handover'),
	(675, 'Can change handover', 169, 'change_handover'),
	(676, 'Can delete handover', 169, 'delete_handover'),
	(677, 'Can view handover', 169, 'view_handover'),
	(678, 'Can add life event', 170, 'add_lifeevent'),
	(679, 'Can change life event', 170, 'change_lifeevent'),
	(680, 'Can delete life event', 170, 'delete_lifeevent'),
	(681, 'Can view life event', 170, 'view_lifeevent'),
	(682, 'Can add question', 171, 'add_question'),
	(683, 'Can change question', 171, 'change_question'),
	(684, 'Can delete question', 171, 'delete_question'),
	(685, 'Can view question', 171, 'view_question'),
	(686, 'Can add saved path', 172, 'add_savedpath'),
	(687, 'Can change saved path', 172, 'change_savedpath'),
	(688, 'Can delete saved path', 172, 'delete_savedpath'),
	(689, 'Can view saved path', 172, 'view_savedpath'),
	(690, 'Can add step', 173, 'add_step'),
	(691, 'Can change step', 173, 'change_step'),
	(692, 'Can delete step', 173, 'delete_step'),
	(693, 'Can view step', 173, 'view_step'),
	(694, 'Can add template of the state mailbox', 174, 'add_template'),
	(695, 'Can change template of the state mailbox', 174, 'change_template'),
	(696, 'Can delete template of the state mailbox', 174, 'delete_template'),
	(697, 'Can view template of the state mailbox', 174, 'view_template'),
	(698, 'Can add letter to the state mailbox', 175, 'add_letter'),
	(699, 'Can change letter to the state mailbox', 175, 'change_letter'),
	(700, 'Can delete letter to the state mailbox', 175, 'delete_letter');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(701, 'Can view letter to the state mailbox', 175, 'view_letter'),
	(702, 'Can add connection to the state mailbox', 176, 'add_connection'),
	(703, 'Can change connection to the state mailbox', 176, 'change_connection'),
	(704, 'Can delete connection to the state mailbox', 176, 'delete_connection'),
	(705, 'Can view connection to the state mailbox', 176, 'view_connection'),
	(706, 'Can add mailbox', 177, 'add_box'),
	(707, 'Can change mailbox', 177, 'change_box'),
	(708, 'Can delete mailbox', 177, 'delete_box'),
	(709, 'Can view mailbox', 177, 'view_box'),
	(710, 'Can add key for letters', 178, 'add_doorkey'),
	(711, 'Can change key for letters', 178, 'change_doorkey'),
	(712, 'Can delete key for letters', 178, 'delete_doorkey'),
	(713, 'Can view key for letters', 178, 'view_doorkey'),
	(714, 'Can add letter', 179, 'add_mail'),
	(715, 'Can change letter', 179, 'change_mail'),
	(716, 'Can delete letter', 179, 'delete_mail'),
	(717, 'Can view letter', 179, 'view_mail'),
	(718, 'Can add content', 180, 'add_content'),
	(719, 'Can change content', 180, 'change_content'),
	(720, 'Can delete content', 180, 'delete_content'),
	(721, 'Can view content', 180, 'view_content'),
	(722, 'Can add retention period', 181, 'add_retentionperiod'),
	(723, 'Can change retention period', 181, 'change_retentionperiod'),
	(724, 'Can delete retention period', 181, 'delete_retentionperiod'),
	(725, 'Can view retention period', 181, 'view_retentionperiod'),
	(726, 'Can add notice', 182, 'add_notice'),
	(727, 'Can change notice', 182, 'change_notice'),
	(728, 'Can delete notice', 182, 'delete_notice'),
	(729, 'Can view notice', 182, 'view_notice'),
	(730, 'Can add subscriber', 183, 'add_subscriber'),
	(731, 'Can change subscriber', 183, 'change_subscriber'),
	(732, 'Can delete subscriber', 183, 'delete_subscriber'),
	(733, 'Can view subscriber', 183, 'view_subscriber'),
	(734, 'Can add recipient', 184, 'add_recipient'),
	(735, 'Can change recipient', 184, 'change_recipient'),
	(736, 'Can delete recipient', 184, 'delete_recipient'),
	(737, 'Can view recipient', 184, 'view_recipient'),
	(738, 'Can add API key', 185, 'add_apikey'),
	(739, 'Can change API key', 185, 'change_apikey'),
	(740, 'Can delete API key', 185, 'delete_apikey'),
	(741, 'Can view API key', 185, 'view_apikey'),
	(742, 'Can add idempotency key', 186, 'add_idempotencykey'),
	(743, 'Can change idempotency key', 186, 'change_idempotencykey'),
	(744, 'Can delete idempotency key', 186, 'delete_idempotencykey'),
	(745, 'Can view idempotency key', 186, 'view_idempotencykey'),
	(746, 'Can add partner', 187, 'add_partner'),
	(747, 'Can change partner', 187, 'change_partner'),
	(748, 'Can delete partner', 187, 'delete_partner'),
	(749, 'Can view partner', 187, 'view_partner'),
	(750, 'Can add partner service', 188, 'add_partnerservice'),
	(751, 'Can change partner service', 188, 'change_partnerservice'),
	(752, 'Can delete partner service', 188, 'delete_partnerservice'),
	(753, 'Can view partner service', 188, 'view_partnerservice'),
	(754, 'Can add received', 189, 'add_received'),
	(755, 'Can change received', 189, 'change_received'),
	(756, 'Can delete received', 189, 'delete_received'),
	(757, 'Can view received', 189, 'view_received'),
	(758, 'Can add service mapping', 190, 'add_servicemapping'),
	(759, 'Can change service mapping', 190, 'change_servicemapping'),
	(760, 'Can delete service mapping', 190, 'delete_servicemapping'),
	(761, 'Can view service mapping', 190, 'view_servicemapping'),
	(762, 'Can add taken update', 191, 'add_takenupdate'),
	(763, 'Can change taken update', 191, 'change_takenupdate'),
	(764, 'Can delete taken update', 191, 'delete_takenupdate'),
	(765, 'Can view taken update', 191, 'view_takenupdate'),
	(766, 'Can add report passed on', 192, 'add_handover'),
	(767, 'Can change report passed on', 192, 'change_handover'),
	(768, 'Can delete report passed on', 192, 'delete_handover'),
	(769, 'Can view report passed on', 192, 'view_handover'),
	(770, 'Can add own address of document exchange', 193, 'add_ownaddress'),
	(771, 'Can change own address of document exchange', 193, 'change_ownaddress'),
	(772, 'Can delete own address of document exchange', 193, 'delete_ownaddress'),
	(773, 'Can view own address of document exchange', 193, 'view_ownaddress'),
	(774, 'Can add participant of document exchange', 194, 'add_participant'),
	(775, 'Can change participant of document exchange', 194, 'change_participant'),
	(776, 'Can delete participant of document exchange', 194, 'delete_participant'),
	(777, 'Can view participant of document exchange', 194, 'view_participant'),
	(778, 'Can add document', 195, 'add_document'),
	(779, 'Can change document', 195, 'change_document'),
	(780, 'Can delete document', 195, 'delete_document'),
	(781, 'Can view document', 195, 'view_document'),
	(782, 'Can add kind by type of document', 196, 'add_typerule'),
	(783, 'Can change kind by type of document', 196, 'change_typerule'),
	(784, 'Can delete kind by type of document', 196, 'delete_typerule'),
	(785, 'Can view kind by type of document', 196, 'view_typerule'),
	(786, 'Can add home page', 197, 'add_homepage'),
	(787, 'Can change home page', 197, 'change_homepage'),
	(788, 'Can delete home page', 197, 'delete_homepage'),
	(789, 'Can view home page', 197, 'view_homepage'),
	(790, 'Can add list of news', 198, 'add_newsindexpage'),
	(791, 'Can change list of news', 198, 'change_newsindexpage'),
	(792, 'Can delete list of news', 198, 'delete_newsindexpage'),
	(793, 'Can view list of news', 198, 'view_newsindexpage'),
	(794, 'Can add piece of news', 199, 'add_newspage'),
	(795, 'Can change piece of news', 199, 'change_newspage'),
	(796, 'Can delete piece of news', 199, 'delete_newspage'),
	(797, 'Can view piece of news', 199, 'view_newspage'),
	(798, 'Can add page of text', 200, 'add_textpage'),
	(799, 'Can change page of text', 200, 'change_textpage'),
	(800, 'Can delete page of text', 200, 'delete_textpage');
INSERT INTO public.auth_permission (id, name, content_type_id, codename) VALUES
	(801, 'Can view page of text', 200, 'view_textpage'),
	(802, 'Can add municipality', 201, 'add_municipalityfolder'),
	(803, 'Can change municipality', 201, 'change_municipalityfolder'),
	(804, 'Can delete municipality', 201, 'delete_municipalityfolder'),
	(805, 'Can view municipality', 201, 'view_municipalityfolder'),
	(806, 'Can add municipality group', 202, 'add_municipalitygroup'),
	(807, 'Can change municipality group', 202, 'change_municipalitygroup'),
	(808, 'Can delete municipality group', 202, 'delete_municipalitygroup'),
	(809, 'Can view municipality group', 202, 'view_municipalitygroup'),
	(810, 'Can add site of a municipality', 203, 'add_municipalitysite'),
	(811, 'Can change site of a municipality', 203, 'change_municipalitysite'),
	(812, 'Can delete site of a municipality', 203, 'delete_municipalitysite'),
	(813, 'Can view site of a municipality', 203, 'view_municipalitysite'),
	(814, 'Can add document', 204, 'add_publisheddocument'),
	(815, 'Can change document', 204, 'change_publisheddocument'),
	(816, 'Can delete document', 204, 'delete_publisheddocument'),
	(817, 'Can view document', 204, 'view_publisheddocument'),
	(818, 'Can add request about one''s own data', 205, 'add_request'),
	(819, 'Can change request about one''s own data', 205, 'change_request'),
	(820, 'Can delete request about one''s own data', 205, 'delete_request'),
	(821, 'Can view request about one''s own data', 205, 'view_request'),
	(822, 'Can submit translations', 206, 'submit_translation'),
	(823, 'Can add user profile', 207, 'add_userprofile'),
	(824, 'Can change user profile', 207, 'change_userprofile'),
	(825, 'Can delete user profile', 207, 'delete_userprofile'),
	(826, 'Can view user profile', 207, 'view_userprofile'),
	(827, 'Can publish service', 77, 'publish_service'),
	(828, 'Can lock service', 77, 'lock_service'),
	(829, 'Can unlock service', 77, 'unlock_service'),
	(830, 'Can view document', 28, 'view_document'),
	(831, 'Can view image', 29, 'view_image'),
	(832, 'Can add rendition', 208, 'add_rendition'),
	(833, 'Can change rendition', 208, 'change_rendition'),
	(834, 'Can delete rendition', 208, 'delete_rendition'),
	(835, 'Can view rendition', 208, 'view_rendition'),
	(836, 'Can add index entry', 209, 'add_indexentry'),
	(837, 'Can change index entry', 209, 'change_indexentry'),
	(838, 'Can delete index entry', 209, 'delete_indexentry'),
	(839, 'Can view index entry', 209, 'view_indexentry'),
	(840, 'Can add editing session', 210, 'add_editingsession'),
	(841, 'Can change editing session', 210, 'change_editingsession'),
	(842, 'Can delete editing session', 210, 'delete_editingsession'),
	(843, 'Can view editing session', 210, 'view_editingsession'),
	(844, 'Can add form state', 211, 'add_formstate'),
	(845, 'Can change form state', 211, 'change_formstate'),
	(846, 'Can delete form state', 211, 'delete_formstate'),
	(847, 'Can view form state', 211, 'view_formstate'),
	(848, 'Can add redirect', 212, 'add_redirect'),
	(849, 'Can change redirect', 212, 'change_redirect'),
	(850, 'Can delete redirect', 212, 'delete_redirect'),
	(851, 'Can view redirect', 212, 'view_redirect'),
	(852, 'Can add tag', 213, 'add_tag'),
	(853, 'Can change tag', 213, 'change_tag'),
	(854, 'Can delete tag', 213, 'delete_tag'),
	(855, 'Can view tag', 213, 'view_tag'),
	(856, 'Can add tagged item', 214, 'add_taggeditem'),
	(857, 'Can change tagged item', 214, 'change_taggeditem'),
	(858, 'Can delete tagged item', 214, 'delete_taggeditem'),
	(859, 'Can view tagged item', 214, 'view_taggeditem'),
	(860, 'Can add procrastinate event', 215, 'add_procrastinateevent'),
	(861, 'Can change procrastinate event', 215, 'change_procrastinateevent'),
	(862, 'Can delete procrastinate event', 215, 'delete_procrastinateevent'),
	(863, 'Can view procrastinate event', 215, 'view_procrastinateevent'),
	(864, 'Can add procrastinate job', 216, 'add_procrastinatejob'),
	(865, 'Can change procrastinate job', 216, 'change_procrastinatejob'),
	(866, 'Can delete procrastinate job', 216, 'delete_procrastinatejob'),
	(867, 'Can view procrastinate job', 216, 'view_procrastinatejob'),
	(868, 'Can add procrastinate periodic defer', 217, 'add_procrastinateperiodicdefer'),
	(869, 'Can change procrastinate periodic defer', 217, 'change_procrastinateperiodicdefer'),
	(870, 'Can delete procrastinate periodic defer', 217, 'delete_procrastinateperiodicdefer'),
	(871, 'Can view procrastinate periodic defer', 217, 'view_procrastinateperiodicdefer'),
	(872, 'Can add procrastinate worker', 218, 'add_procrastinateworker'),
	(873, 'Can change procrastinate worker', 218, 'change_procrastinateworker'),
	(874, 'Can delete procrastinate worker', 218, 'delete_procrastinateworker'),
	(875, 'Can view procrastinate worker', 218, 'view_procrastinateworker'),
	(876, 'Can add permission', 219, 'add_permission'),
	(877, 'Can change permission', 219, 'change_permission'),
	(878, 'Can delete permission', 219, 'delete_permission'),
	(879, 'Can view permission', 219, 'view_permission'),
	(880, 'Can add group', 220, 'add_group'),
	(881, 'Can change group', 220, 'change_group'),
	(882, 'Can delete group', 220, 'delete_group'),
	(883, 'Can view group', 220, 'view_group'),
	(884, 'Can add content type', 221, 'add_contenttype'),
	(885, 'Can change content type', 221, 'change_contenttype'),
	(886, 'Can delete content type', 221, 'delete_contenttype'),
	(887, 'Can view content type', 221, 'view_contenttype'),
	(888, 'Can add session', 222, 'add_session'),
	(889, 'Can change session', 222, 'change_session'),
	(890, 'Can delete session', 222, 'delete_session'),
	(891, 'Can view session', 222, 'view_session');

INSERT INTO public.calls_keepingperiod (id, what, hours, valid_from, valid_to, source, municipality_id) VALUES
	(1, 'number', 24, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(2, 'caller', 17520, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(3, 'note', 8760, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL);

INSERT INTO public.calls_wrapupcode (id, name, name_et, name_en, name_ru, digit, chosen_when, is_active, municipality_id) VALUES
	(1, 'Vastatud kohe', 'Vastatud kohe', 'Answered at once', 'Ответили сразу', 1, 'answered', true, NULL),
	(2, 'Pöördumine avatud', 'Pöördumine avatud', 'Case opened', 'Обращение открыто', 2, 'case', true, NULL),
	(3, 'Suunatud mujale', 'Suunatud mujale', 'Sent elsewhere', 'Направлено в другое место', 3, '', true, NULL),
	(4, 'Lubatud tagasi helistada', 'Lubatud tagasi helistada', 'Call back promised', 'Обещали перезвонить', 4, 'promised', true, NULL),
	(5, 'Küsis oma pöördumise kohta', 'Küsis oma pöördumise kohta', 'Asked about a case of theirs', 'Спрашивали о своём обращении', 5, '', true, NULL),
	(6, 'Teadaanne või kriis', 'Teadaanne või kriis', 'Notice or crisis', 'Извещение или кризис', 6, '', true, NULL),
	(7, 'Kaebus teeninduse kohta', 'Kaebus teeninduse kohta', 'Complaint about service', 'Жалоба на обслуживание', 7, '', true, NULL),
	(8, 'Vale number või katkes', 'Vale number või katkes', 'Wrong number or cut off', 'Ошибка номером или обрыв', 8, '', true, NULL),
	(9, 'Muu', 'Muu', 'Other', 'Другое', 9, '', true, NULL);

INSERT INTO public.cases_clockrule (id, kind, days, unit, extension_days, extension_unit, forward_days, valid_from, valid_to, source, municipality_id, extension_is_total) VALUES
	(1, 'report', 30, 'calendar', 2, 'months', 5, '1900-01-01', '2024-12-27', 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(2, 'report', 15, 'calendar', 2, 'months', 5, '2024-12-28', NULL, 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(3, 'memo', 30, 'calendar', 2, 'months', 5, '1900-01-01', '2024-12-27', 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(4, 'memo', 15, 'calendar', 2, 'months', 5, '2024-12-28', NULL, 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(5, 'enquiry', 30, 'calendar', 2, 'months', 5, '1900-01-01', '2024-12-27', 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(6, 'enquiry', 15, 'calendar', 2, 'months', 5, '2024-12-28', NULL, 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(7, 'complaint', 30, 'calendar', 2, 'months', 5, '1900-01-01', '2024-12-27', 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(8, 'complaint', 15, 'calendar', 2, 'months', 5, '2024-12-28', NULL, 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(9, 'feedback', 30, 'calendar', 2, 'months', 5, '1900-01-01', '2024-12-27', 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(10, 'feedback', 15, 'calendar', 2, 'months', 5, '2024-12-28', NULL, 'Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6', NULL, false),
	(11, 'information_request', 5, 'working', 15, 'working', 5, '1900-01-01', NULL, 'Avaliku teabe seadus (AvTS) § 18, § 19', NULL, true),
	(12, 'application', 30, 'calendar', 2, 'months', 5, '2002-01-01', NULL, 'Haldusmenetluse seadus § 5 lg 4: viivituseta; päevade arv on omavalitsuse vaikimisi lubadus', NULL, false);

INSERT INTO public.cases_retentionrule (id, kind, days, valid_from, valid_to, source, municipality_id) VALUES
	(1, 'report', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(2, 'memo', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(3, 'enquiry', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(4, 'complaint', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(5, 'feedback', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(6, 'information_request', 1826, '1900-01-01', NULL, 'Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(7, 'application', 2562, '2002-01-01', NULL, 'Raamatupidamise seadus § 12: seitse aastat (kontrollida kehtivast redaktsioonist)', NULL);

INSERT INTO public.cases_sensitivityrule (id, category, words, is_active, municipality_id, unit_id) VALUES
	(1, 'child', 'laps lööma
laps peksma
laps vägivald
laps väärkohtlema
laps ahistama
laps hooletus
laps näljane
laps verevalum
laps kuritarvitama
lastekaitse
child beat
child hit
child abuse
child neglect
child hungry
child bruise
child protection
ребёнок бить
ребёнок избивать
ребёнок насилие
ребёнок голодный
ребёнок синяк
защита ребёнок', true, NULL, NULL),
	(2, 'social', 'perevägivald
koduvägivald
lähisuhtevägivald
naine peksma
ema peksma
isa peksma
domestic violence
husband beat
wife beat
домашний насилие
муж бить
жена бить', true, NULL, NULL),
	(3, 'health', 'enesetapp
enesetapumõte
suitsiid
tapma enese
psüühikahäire
suicide
suicidal
kill myself
самоубийство
покончить себя
психический расстройство', true, NULL, NULL);

INSERT INTO public.django_content_type (id, app_label, model) VALUES
	(1, 'wagtailcore', 'page'),
	(2, 'wagtailcore', 'groupapprovaltask'),
	(3, 'wagtailcore', 'locale'),
	(4, 'wagtailcore', 'site'),
	(5, 'wagtailcore', 'groupsitepermission'),
	(6, 'wagtailcore', 'apitoken'),
	(7, 'wagtailcore', 'modellogentry'),
	(8, 'wagtailcore', 'revision'),
	(9, 'wagtailcore', 'collectionviewrestriction'),
	(10, 'wagtailcore', 'collection'),
	(11, 'wagtailcore', 'groupcollectionpermission'),
	(12, 'wagtailcore', 'uploadedfile'),
	(13, 'wagtailcore', 'workflowcontenttype'),
	(14, 'wagtailcore', 'workflowstate'),
	(15, 'wagtailcore', 'workflow'),
	(16, 'wagtailcore', 'workflowtask'),
	(17, 'wagtailcore', 'task'),
	(18, 'wagtailcore', 'taskstate'),
	(19, 'wagtailcore', 'grouppagepermission'),
	(20, 'wagtailcore', 'pageviewrestriction'),
	(21, 'wagtailcore', 'workflowpage'),
	(22, 'wagtailcore', 'pagelogentry'),
	(23, 'wagtailcore', 'comment'),
	(24, 'wagtailcore', 'commentreply'),
	(25, 'wagtailcore', 'pagesubscription'),
	(26, 'wagtailcore', 'referenceindex'),
	(27, 'wagtailadmin', 'admin'),
	(28, 'wagtaildocs', 'document'),
	(29, 'wagtailimages', 'image'),
	(30, 'core', 'municipality'),
	(31, 'core', 'ratecounter'),
	(32, 'core', 'journalentry'),
	(33, 'core', 'host'),
	(34, 'search', 'document'),
	(35, 'search', 'term'),
	(36, 'search', 'embeddingmodel'),
	(37, 'search', 'passage'),
	(38, 'search', 'embedding'),
	(39, 'people', 'user'),
	(40, 'people', 'contact'),
	(41, 'people', 'unit'),
	(42, 'people', 'membership'),
	(43, 'people', 'absence'),
	(44, 'people', 'rightschange'),
	(45, 'people', 'rolesetting'),
	(46, 'people', 'invitation'),
	(47, 'places', 'area'),
	(48, 'places', 'address'),
	(49, 'places', 'areaversion'),
	(50, 'persons', 'person'),
	(51, 'persons', 'representation'),
	(52, 'persons', 'session'),
	(53, 'tracker', 'look'),
	(54, 'tracker', 'opening'),
	(55, 'tracker', 'receiver'),
	(56, 'deliveries', 'delivery'),
	(57, 'deliveries', 'attempt'),
	(58, 'deliveries', 'breaker'),
	(59, 'deliveries', 'jobstart'),
	(60, 'registers', 'connection'),
	(61, 'registers', 'keptanswer'),
	(62, 'registers', 'query'),
	(63, 'registers', 'register'),
	(64, 'registers', 'statement'),
	(65, 'payments', 'payment'),
	(66, 'payments', 'attempt'),
	(67, 'payments', 'paymentaccount'),
	(68, 'payments', 'refund'),
	(69, 'signin', 'keptform'),
	(70, 'signin', 'passkey'),
	(71, 'signin', 'provider'),
	(72, 'signin', 'attempt'),
	(73, 'signin', 'providersession'),
	(74, 'signin', 'recoverycode'),
	(75, 'signin', 'seentoken'),
	(76, 'signin', 'totp'),
	(77, 'services', 'service'),
	(78, 'services', 'municipalapproval'),
	(79, 'services', 'legalbasis'),
	(80, 'services', 'channel'),
	(81, 'services', 'topic'),
	(82, 'services', 'channelyear'),
	(83, 'services', 'registerimport'),
	(84, 'benefits', 'benefit'),
	(85, 'benefits', 'benefitrule'),
	(86, 'service_forms', 'form'),
	(87, 'service_forms', 'formversion'),
	(88, 'assets', 'layer'),
	(89, 'assets', 'asset'),
	(90, 'assets', 'layerfield'),
	(91, 'assets', 'layerimport'),
	(92, 'cases', 'attachment'),
	(93, 'cases', 'case'),
	(94, 'cases', 'clockrule'),
	(95, 'cases', 'follower'),
	(96, 'cases', 'message'),
	(97, 'cases', 'retentionrule'),
	(98, 'cases', 'routingrule'),
	(99, 'cases', 'savedview'),
	(100, 'cases', 'answertemplate');
INSERT INTO public.django_content_type (id, app_label, model) VALUES
	(101, 'cases', 'caseparticipant'),
	(102, 'cases', 'sensitivityrule'),
	(103, 'answers', 'publishedanswer'),
	(104, 'assistant', 'answerrule'),
	(105, 'assistant', 'exchange'),
	(106, 'assistant', 'gap'),
	(107, 'assistant', 'questionvector'),
	(108, 'assistant', 'phrase'),
	(109, 'assistant', 'helpline'),
	(110, 'webhooks', 'endpoint'),
	(111, 'webhooks', 'source'),
	(112, 'webhooks', 'received'),
	(113, 'webhooks', 'thread'),
	(114, 'suggestions', 'casevector'),
	(115, 'suggestions', 'answerdraft'),
	(116, 'suggestions', 'learntmodel'),
	(117, 'suggestions', 'suggestion'),
	(118, 'recordings', 'intakekey'),
	(119, 'recordings', 'recording'),
	(120, 'recordings', 'rawtranscript'),
	(121, 'recordings', 'proposal'),
	(122, 'recordings', 'retentionperiod'),
	(123, 'calls', 'exchangekey'),
	(124, 'calls', 'keepingperiod'),
	(125, 'calls', 'wrapupcode'),
	(126, 'calls', 'call'),
	(127, 'calls', 'exchangemessage'),
	(128, 'calls', 'promise'),
	(129, 'calls', 'shift'),
	(130, 'calls', 'signal'),
	(131, 'channels', 'letter'),
	(132, 'channels', 'heard'),
	(133, 'channels', 'mailsender'),
	(134, 'channels', 'wording'),
	(135, 'applications', 'application'),
	(136, 'applications', 'batch'),
	(137, 'applications', 'check'),
	(138, 'applications', 'consent'),
	(139, 'applications', 'decision'),
	(140, 'applications', 'draft'),
	(141, 'applications', 'file'),
	(142, 'applications', 'grant'),
	(143, 'applications', 'handling'),
	(144, 'applications', 'payingaccount'),
	(145, 'applications', 'payout'),
	(146, 'applications', 'term'),
	(147, 'applications', 'accountchange'),
	(148, 'bookings', 'group'),
	(149, 'bookings', 'groupmember'),
	(150, 'bookings', 'resource'),
	(151, 'bookings', 'price'),
	(152, 'bookings', 'openingrule'),
	(153, 'bookings', 'openingexception'),
	(154, 'bookings', 'item'),
	(155, 'bookings', 'foreigncalendar'),
	(156, 'bookings', 'calendarlink'),
	(157, 'bookings', 'busytime'),
	(158, 'bookings', 'series'),
	(159, 'bookings', 'booking'),
	(160, 'bookings', 'waitingentry'),
	(161, 'offers', 'preference'),
	(162, 'offers', 'purpose'),
	(163, 'offers', 'offerrule'),
	(164, 'offers', 'offerconsent'),
	(165, 'offers', 'refusal'),
	(166, 'offers', 'run'),
	(167, 'offers', 'offer'),
	(168, 'offers', 'considered'),
	(169, 'lifeevents', 'handover'),
	(170, 'lifeevents', 'lifeevent'),
	(171, 'lifeevents', 'question'),
	(172, 'lifeevents', 'savedpath'),
	(173, 'lifeevents', 'step'),
	(174, 'statebox', 'template'),
	(175, 'statebox', 'letter'),
	(176, 'statebox', 'connection'),
	(177, 'mailbox', 'box'),
	(178, 'mailbox', 'doorkey'),
	(179, 'mailbox', 'mail'),
	(180, 'mailbox', 'content'),
	(181, 'mailbox', 'retentionperiod'),
	(182, 'notices', 'notice'),
	(183, 'notices', 'subscriber'),
	(184, 'notices', 'recipient'),
	(185, 'open311', 'apikey'),
	(186, 'open311', 'idempotencykey'),
	(187, 'open311', 'partner'),
	(188, 'open311', 'partnerservice'),
	(189, 'open311', 'received'),
	(190, 'open311', 'servicemapping'),
	(191, 'open311', 'takenupdate'),
	(192, 'open311', 'handover'),
	(193, 'exchange', 'ownaddress'),
	(194, 'exchange', 'participant'),
	(195, 'exchange', 'document'),
	(196, 'exchange', 'typerule'),
	(197, 'website', 'homepage'),
	(198, 'website', 'newsindexpage'),
	(199, 'website', 'newspage'),
	(200, 'website', 'textpage');
INSERT INTO public.django_content_type (id, app_label, model) VALUES
	(201, 'website', 'municipalityfolder'),
	(202, 'website', 'municipalitygroup'),
	(203, 'website', 'municipalitysite'),
	(204, 'website', 'publisheddocument'),
	(205, 'rights', 'request'),
	(206, 'simple_translation', 'simpletranslation'),
	(207, 'wagtailusers', 'userprofile'),
	(208, 'wagtailimages', 'rendition'),
	(209, 'wagtailsearch', 'indexentry'),
	(210, 'wagtailadmin', 'editingsession'),
	(211, 'wagtailadmin', 'formstate'),
	(212, 'wagtailredirects', 'redirect'),
	(213, 'taggit', 'tag'),
	(214, 'taggit', 'taggeditem'),
	(215, 'procrastinate', 'procrastinateevent'),
	(216, 'procrastinate', 'procrastinatejob'),
	(217, 'procrastinate', 'procrastinateperiodicdefer'),
	(218, 'procrastinate', 'procrastinateworker'),
	(219, 'auth', 'permission'),
	(220, 'auth', 'group'),
	(221, 'contenttypes', 'contenttype'),
	(222, 'sessions', 'session');

INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(1, 'core', '0001_initial', '2000-01-01 00:00:00+00'),
	(2, 'contenttypes', '0001_initial', '2000-01-01 00:00:00+00'),
	(3, 'contenttypes', '0002_remove_content_type_name', '2000-01-01 00:00:00+00'),
	(4, 'auth', '0001_initial', '2000-01-01 00:00:00+00'),
	(5, 'auth', '0002_alter_permission_name_max_length', '2000-01-01 00:00:00+00'),
	(6, 'auth', '0003_alter_user_email_max_length', '2000-01-01 00:00:00+00'),
	(7, 'auth', '0004_alter_user_username_opts', '2000-01-01 00:00:00+00'),
	(8, 'auth', '0005_alter_user_last_login_null', '2000-01-01 00:00:00+00'),
	(9, 'auth', '0006_require_contenttypes_0002', '2000-01-01 00:00:00+00'),
	(10, 'auth', '0007_alter_validators_add_error_messages', '2000-01-01 00:00:00+00'),
	(11, 'auth', '0008_alter_user_username_max_length', '2000-01-01 00:00:00+00'),
	(12, 'auth', '0009_alter_user_last_name_max_length', '2000-01-01 00:00:00+00'),
	(13, 'auth', '0010_alter_group_name_max_length', '2000-01-01 00:00:00+00'),
	(14, 'auth', '0011_update_proxy_permissions', '2000-01-01 00:00:00+00'),
	(15, 'auth', '0012_alter_user_first_name_max_length', '2000-01-01 00:00:00+00'),
	(16, 'people', '0001_initial', '2000-01-01 00:00:00+00'),
	(17, 'wagtailcore', '0001_initial', '2000-01-01 00:00:00+00'),
	(18, 'wagtailcore', '0002_initial_data', '2000-01-01 00:00:00+00'),
	(19, 'wagtailcore', '0003_add_uniqueness_constraint_on_group_page_permission', '2000-01-01 00:00:00+00'),
	(20, 'wagtailcore', '0004_page_locked', '2000-01-01 00:00:00+00'),
	(21, 'wagtailcore', '0005_add_page_lock_permission_to_moderators', '2000-01-01 00:00:00+00'),
	(22, 'wagtailcore', '0006_add_lock_page_permission', '2000-01-01 00:00:00+00'),
	(23, 'wagtailcore', '0007_page_latest_revision_created_at', '2000-01-01 00:00:00+00'),
	(24, 'wagtailcore', '0008_populate_latest_revision_created_at', '2000-01-01 00:00:00+00'),
	(25, 'wagtailcore', '0009_remove_auto_now_add_from_pagerevision_created_at', '2000-01-01 00:00:00+00'),
	(26, 'wagtailcore', '0010_change_page_owner_to_null_on_delete', '2000-01-01 00:00:00+00'),
	(27, 'wagtailcore', '0011_page_first_published_at', '2000-01-01 00:00:00+00'),
	(28, 'wagtailcore', '0012_extend_page_slug_field', '2000-01-01 00:00:00+00'),
	(29, 'wagtailcore', '0013_update_golive_expire_help_text', '2000-01-01 00:00:00+00'),
	(30, 'wagtailcore', '0014_add_verbose_name', '2000-01-01 00:00:00+00'),
	(31, 'wagtailcore', '0015_add_more_verbose_names', '2000-01-01 00:00:00+00'),
	(32, 'wagtailcore', '0016_change_page_url_path_to_text_field', '2000-01-01 00:00:00+00'),
	(33, 'wagtailcore', '0017_change_edit_page_permission_description', '2000-01-01 00:00:00+00'),
	(34, 'wagtailcore', '0018_pagerevision_submitted_for_moderation_index', '2000-01-01 00:00:00+00'),
	(35, 'wagtailcore', '0019_verbose_names_cleanup', '2000-01-01 00:00:00+00'),
	(36, 'wagtailcore', '0020_add_index_on_page_first_published_at', '2000-01-01 00:00:00+00'),
	(37, 'wagtailcore', '0021_capitalizeverbose', '2000-01-01 00:00:00+00'),
	(38, 'wagtailcore', '0022_add_site_name', '2000-01-01 00:00:00+00'),
	(39, 'wagtailcore', '0023_alter_page_revision_on_delete_behaviour', '2000-01-01 00:00:00+00'),
	(40, 'wagtailcore', '0024_collection', '2000-01-01 00:00:00+00'),
	(41, 'wagtailcore', '0025_collection_initial_data', '2000-01-01 00:00:00+00'),
	(42, 'wagtailcore', '0026_group_collection_permission', '2000-01-01 00:00:00+00'),
	(43, 'wagtailcore', '0027_fix_collection_path_collation', '2000-01-01 00:00:00+00'),
	(44, 'wagtailcore', '0024_alter_page_content_type_on_delete_behaviour', '2000-01-01 00:00:00+00'),
	(45, 'wagtailcore', '0028_merge', '2000-01-01 00:00:00+00'),
	(46, 'wagtailcore', '0029_unicode_slugfield_dj19', '2000-01-01 00:00:00+00'),
	(47, 'wagtailcore', '0030_index_on_pagerevision_created_at', '2000-01-01 00:00:00+00'),
	(48, 'wagtailcore', '0031_add_page_view_restriction_types', '2000-01-01 00:00:00+00'),
	(49, 'wagtailcore', '0032_add_bulk_delete_page_permission', '2000-01-01 00:00:00+00'),
	(50, 'wagtailcore', '0033_remove_golive_expiry_help_text', '2000-01-01 00:00:00+00'),
	(51, 'wagtailcore', '0034_page_live_revision', '2000-01-01 00:00:00+00'),
	(52, 'wagtailcore', '0035_page_last_published_at', '2000-01-01 00:00:00+00'),
	(53, 'wagtailcore', '0036_populate_page_last_published_at', '2000-01-01 00:00:00+00'),
	(54, 'wagtailcore', '0037_set_page_owner_editable', '2000-01-01 00:00:00+00'),
	(55, 'wagtailcore', '0038_make_first_published_at_editable', '2000-01-01 00:00:00+00'),
	(56, 'wagtailcore', '0039_collectionviewrestriction', '2000-01-01 00:00:00+00'),
	(57, 'wagtailcore', '0040_page_draft_title', '2000-01-01 00:00:00+00'),
	(58, 'wagtailcore', '0041_group_collection_permissions_verbose_name_plural', '2000-01-01 00:00:00+00'),
	(59, 'wagtailcore', '0042_index_on_pagerevision_approved_go_live_at', '2000-01-01 00:00:00+00'),
	(60, 'wagtailcore', '0043_lock_fields', '2000-01-01 00:00:00+00'),
	(61, 'wagtailcore', '0044_add_unlock_grouppagepermission', '2000-01-01 00:00:00+00'),
	(62, 'wagtailcore', '0045_assign_unlock_grouppagepermission', '2000-01-01 00:00:00+00'),
	(63, 'wagtailcore', '0046_site_name_remove_null', '2000-01-01 00:00:00+00'),
	(64, 'wagtailcore', '0047_add_workflow_models', '2000-01-01 00:00:00+00'),
	(65, 'wagtailcore', '0048_add_default_workflows', '2000-01-01 00:00:00+00'),
	(66, 'wagtailcore', '0049_taskstate_finished_by', '2000-01-01 00:00:00+00'),
	(67, 'wagtailcore', '0050_workflow_rejected_to_needs_changes', '2000-01-01 00:00:00+00'),
	(68, 'wagtailcore', '0051_taskstate_comment', '2000-01-01 00:00:00+00'),
	(69, 'wagtailcore', '0052_pagelogentry', '2000-01-01 00:00:00+00'),
	(70, 'wagtailcore', '0053_locale_model', '2000-01-01 00:00:00+00'),
	(71, 'wagtailcore', '0054_initial_locale', '2000-01-01 00:00:00+00'),
	(72, 'wagtailcore', '0055_page_locale_fields', '2000-01-01 00:00:00+00'),
	(73, 'wagtailcore', '0056_page_locale_fields_populate', '2000-01-01 00:00:00+00'),
	(74, 'wagtailcore', '0057_page_locale_fields_notnull', '2000-01-01 00:00:00+00'),
	(75, 'wagtailcore', '0058_page_alias_of', '2000-01-01 00:00:00+00'),
	(76, 'wagtailcore', '0059_apply_collection_ordering', '2000-01-01 00:00:00+00'),
	(77, 'wagtailcore', '0060_fix_workflow_unique_constraint', '2000-01-01 00:00:00+00'),
	(78, 'wagtailcore', '0061_change_promote_tab_helpt_text_and_verbose_names', '2000-01-01 00:00:00+00'),
	(79, 'wagtailcore', '0062_comment_models_and_pagesubscription', '2000-01-01 00:00:00+00'),
	(80, 'wagtailcore', '0063_modellogentry', '2000-01-01 00:00:00+00'),
	(81, 'wagtailcore', '0064_log_timestamp_indexes', '2000-01-01 00:00:00+00'),
	(82, 'wagtailcore', '0065_log_entry_uuid', '2000-01-01 00:00:00+00'),
	(83, 'wagtailcore', '0066_collection_management_permissions', '2000-01-01 00:00:00+00'),
	(84, 'wagtailcore', '0067_alter_pagerevision_content_json', '2000-01-01 00:00:00+00'),
	(85, 'wagtailcore', '0068_log_entry_empty_object', '2000-01-01 00:00:00+00'),
	(86, 'wagtailcore', '0069_log_entry_jsonfield', '2000-01-01 00:00:00+00'),
	(87, 'wagtailcore', '0070_rename_pagerevision_revision', '2000-01-01 00:00:00+00'),
	(88, 'wagtailcore', '0071_populate_revision_content_type', '2000-01-01 00:00:00+00'),
	(89, 'wagtailcore', '0072_alter_revision_content_type_notnull', '2000-01-01 00:00:00+00'),
	(90, 'wagtailcore', '0073_page_latest_revision', '2000-01-01 00:00:00+00'),
	(91, 'wagtailcore', '0074_revision_object_str', '2000-01-01 00:00:00+00'),
	(92, 'wagtailcore', '0075_populate_latest_revision_and_revision_object_str', '2000-01-01 00:00:00+00'),
	(93, 'wagtailcore', '0076_modellogentry_revision', '2000-01-01 00:00:00+00'),
	(94, 'wagtailcore', '0077_alter_revision_user', '2000-01-01 00:00:00+00'),
	(95, 'wagtailcore', '0078_referenceindex', '2000-01-01 00:00:00+00'),
	(96, 'wagtailcore', '0079_rename_taskstate_page_revision', '2000-01-01 00:00:00+00'),
	(97, 'wagtailcore', '0080_generic_workflowstate', '2000-01-01 00:00:00+00'),
	(98, 'wagtailcore', '0081_populate_workflowstate_content_type', '2000-01-01 00:00:00+00'),
	(99, 'wagtailcore', '0082_alter_workflowstate_content_type_notnull', '2000-01-01 00:00:00+00'),
	(100, 'wagtailcore', '0083_workflowcontenttype', '2000-01-01 00:00:00+00');
INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(101, 'wagtailcore', '0084_add_default_page_permissions', '2000-01-01 00:00:00+00'),
	(102, 'wagtailcore', '0085_add_grouppagepermission_permission', '2000-01-01 00:00:00+00'),
	(103, 'wagtailcore', '0086_populate_grouppagepermission_permission', '2000-01-01 00:00:00+00'),
	(104, 'wagtailcore', '0087_alter_grouppagepermission_unique_together_and_more', '2000-01-01 00:00:00+00'),
	(105, 'wagtailcore', '0088_fix_log_entry_json_timestamps', '2000-01-01 00:00:00+00'),
	(106, 'wagtailcore', '0089_log_entry_data_json_null_to_object', '2000-01-01 00:00:00+00'),
	(107, 'wagtailcore', '0090_remove_grouppagepermission_permission_type', '2000-01-01 00:00:00+00'),
	(108, 'wagtailcore', '0091_remove_revision_submitted_for_moderation', '2000-01-01 00:00:00+00'),
	(109, 'wagtailcore', '0092_alter_collectionviewrestriction_password_and_more', '2000-01-01 00:00:00+00'),
	(110, 'wagtailcore', '0093_uploadedfile', '2000-01-01 00:00:00+00'),
	(111, 'wagtailcore', '0094_alter_page_locale', '2000-01-01 00:00:00+00'),
	(112, 'wagtailcore', '0095_groupsitepermission', '2000-01-01 00:00:00+00'),
	(113, 'wagtailcore', '0096_referenceindex_referenceindex_source_object_and_more', '2000-01-01 00:00:00+00'),
	(114, 'wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes', '2000-01-01 00:00:00+00'),
	(115, 'wagtailcore', '0098_apitoken', '2000-01-01 00:00:00+00'),
	(116, 'services', '0001_initial', '2000-01-01 00:00:00+00'),
	(117, 'core', '0002_journal_append_only', '2000-01-01 00:00:00+00'),
	(118, 'services', '0002_state_model', '2000-01-01 00:00:00+00'),
	(119, 'places', '0001_initial', '2000-01-01 00:00:00+00'),
	(120, 'cases', '0001_initial', '2000-01-01 00:00:00+00'),
	(121, 'cases', '0002_initial', '2000-01-01 00:00:00+00'),
	(122, 'cases', '0003_clock', '2000-01-01 00:00:00+00'),
	(123, 'cases', '0004_periods', '2000-01-01 00:00:00+00'),
	(124, 'answers', '0001_initial', '2000-01-01 00:00:00+00'),
	(125, 'answers', '0002_initial', '2000-01-01 00:00:00+00'),
	(126, 'answers', '0003_initial', '2000-01-01 00:00:00+00'),
	(127, 'answers', '0004_listed_at', '2000-01-01 00:00:00+00'),
	(128, 'core', '0003_widget_sites', '2000-01-01 00:00:00+00'),
	(129, 'core', '0004_second_factor', '2000-01-01 00:00:00+00'),
	(130, 'services', '0003_imports', '2000-01-01 00:00:00+00'),
	(131, 'places', '0002_area_version', '2000-01-01 00:00:00+00'),
	(132, 'places', '0003_area_version_robust', '2000-01-01 00:00:00+00'),
	(133, 'persons', '0001_initial', '2000-01-01 00:00:00+00'),
	(134, 'cases', '0005_indexes', '2000-01-01 00:00:00+00'),
	(135, 'cases', '0006_channels', '2000-01-01 00:00:00+00'),
	(136, 'assets', '0001_initial', '2000-01-01 00:00:00+00'),
	(137, 'cases', '0007_asset', '2000-01-01 00:00:00+00'),
	(138, 'cases', '0008_restricted', '2000-01-01 00:00:00+00'),
	(139, 'cases', '0009_persons', '2000-01-01 00:00:00+00'),
	(140, 'cases', '0010_withdrawn', '2000-01-01 00:00:00+00'),
	(141, 'service_forms', '0001_initial', '2000-01-01 00:00:00+00'),
	(142, 'service_forms', '0002_versions_never_change', '2000-01-01 00:00:00+00'),
	(143, 'benefits', '0001_initial', '2000-01-01 00:00:00+00'),
	(144, 'benefits', '0002_used_rules_stay', '2000-01-01 00:00:00+00'),
	(145, 'applications', '0001_initial', '2000-01-01 00:00:00+00'),
	(146, 'applications', '0002_periods', '2000-01-01 00:00:00+00'),
	(147, 'applications', '0003_facts_and_checked_periods', '2000-01-01 00:00:00+00'),
	(148, 'applications', '0004_words_of_payment', '2000-01-01 00:00:00+00'),
	(149, 'applications', '0005_payments_that_came_back', '2000-01-01 00:00:00+00'),
	(150, 'applications', '0006_accounts_by_two', '2000-01-01 00:00:00+00'),
	(151, 'search', '0001_initial', '2000-01-01 00:00:00+00'),
	(152, 'search', '0002_no_title_trigrams', '2000-01-01 00:00:00+00'),
	(153, 'search', '0003_passages', '2000-01-01 00:00:00+00'),
	(154, 'assistant', '0001_initial', '2000-01-01 00:00:00+00'),
	(155, 'assistant', '0002_first_rule', '2000-01-01 00:00:00+00'),
	(156, 'assistant', '0003_gaps', '2000-01-01 00:00:00+00'),
	(157, 'assistant', '0004_phrases', '2000-01-01 00:00:00+00'),
	(158, 'assistant', '0005_helpline', '2000-01-01 00:00:00+00'),
	(159, 'assistant', '0006_first_help_lines', '2000-01-01 00:00:00+00'),
	(160, 'payments', '0001_initial', '2000-01-01 00:00:00+00'),
	(161, 'bookings', '0001_initial', '2000-01-01 00:00:00+00'),
	(162, 'bookings', '0002_who_holds_a_calendar', '2000-01-01 00:00:00+00'),
	(163, 'bookings', '0003_events_left_out', '2000-01-01 00:00:00+00'),
	(164, 'recordings', '0001_initial', '2000-01-01 00:00:00+00'),
	(165, 'recordings', '0002_first_periods', '2000-01-01 00:00:00+00'),
	(166, 'calls', '0001_initial', '2000-01-01 00:00:00+00'),
	(167, 'calls', '0002_first_codes_and_periods', '2000-01-01 00:00:00+00'),
	(168, 'services', '0004_sensitivity', '2000-01-01 00:00:00+00'),
	(169, 'people', '0002_rights', '2000-01-01 00:00:00+00'),
	(170, 'cases', '0011_sensitivity', '2000-01-01 00:00:00+00'),
	(171, 'cases', '0012_sensitive_words', '2000-01-01 00:00:00+00'),
	(172, 'channels', '0001_initial', '2000-01-01 00:00:00+00'),
	(173, 'channels', '0002_handing', '2000-01-01 00:00:00+00'),
	(174, 'channels', '0003_threads', '2000-01-01 00:00:00+00'),
	(175, 'channels', '0004_wording_and_sender', '2000-01-01 00:00:00+00'),
	(176, 'channels', '0005_skipped', '2000-01-01 00:00:00+00'),
	(177, 'deliveries', '0001_initial', '2000-01-01 00:00:00+00'),
	(178, 'deliveries', '0002_job_start', '2000-01-01 00:00:00+00'),
	(179, 'exchange', '0001_initial', '2000-01-01 00:00:00+00'),
	(180, 'exchange', '0002_persons', '2000-01-01 00:00:00+00'),
	(181, 'lifeevents', '0001_initial', '2000-01-01 00:00:00+00'),
	(182, 'mailbox', '0001_initial', '2000-01-01 00:00:00+00'),
	(183, 'mailbox', '0002_periods', '2000-01-01 00:00:00+00'),
	(184, 'mailbox', '0003_persons', '2000-01-01 00:00:00+00'),
	(185, 'mailbox', '0004_unfetched', '2000-01-01 00:00:00+00'),
	(186, 'notices', '0001_initial', '2000-01-01 00:00:00+00'),
	(187, 'notices', '0002_bounced', '2000-01-01 00:00:00+00'),
	(188, 'offers', '0001_initial', '2000-01-01 00:00:00+00'),
	(189, 'open311', '0001_initial', '2000-01-01 00:00:00+00'),
	(190, 'open311', '0002_partners', '2000-01-01 00:00:00+00'),
	(191, 'people', '0003_invitations', '2000-01-01 00:00:00+00'),
	(192, 'procrastinate', '0001_initial', '2000-01-01 00:00:00+00'),
	(193, 'procrastinate', '0002_drop_started_at_column', '2000-01-01 00:00:00+00'),
	(194, 'procrastinate', '0003_drop_started_at_column', '2000-01-01 00:00:00+00'),
	(195, 'procrastinate', '0004_drop_procrastinate_version_table', '2000-01-01 00:00:00+00'),
	(196, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2000-01-01 00:00:00+00'),
	(197, 'procrastinate', '0006_fix_trigger_status_events_insert', '2000-01-01 00:00:00+00'),
	(198, 'procrastinate', '0007_add_queueing_lock_column', '2000-01-01 00:00:00+00'),
	(199, 'procrastinate', '0008_close_fetch_job_race_condition', '2000-01-01 00:00:00+00'),
	(200, 'procrastinate', '0009_add_defer_job_function', '2000-01-01 00:00:00+00');
INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(201, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2000-01-01 00:00:00+00'),
	(202, 'procrastinate', '0011_add_foreign_key_index', '2000-01-01 00:00:00+00'),
	(203, 'procrastinate', '0012_add_locks_to_periodic_defer', '2000-01-01 00:00:00+00'),
	(204, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2000-01-01 00:00:00+00'),
	(205, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2000-01-01 00:00:00+00'),
	(206, 'procrastinate', '0015_add_trigger_on_job_deletion', '2000-01-01 00:00:00+00'),
	(207, 'procrastinate', '0016_delete_finished_jobs', '2000-01-01 00:00:00+00'),
	(208, 'procrastinate', '0017_add_checks_to_finish_job', '2000-01-01 00:00:00+00'),
	(209, 'procrastinate', '0018_add_checks_to_retry_job', '2000-01-01 00:00:00+00'),
	(210, 'procrastinate', '0019_fix_finish_job_compat_issue', '2000-01-01 00:00:00+00'),
	(211, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2000-01-01 00:00:00+00'),
	(212, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2000-01-01 00:00:00+00'),
	(213, 'procrastinate', '0022_null_locks_excluded', '2000-01-01 00:00:00+00'),
	(214, 'procrastinate', '0023_remove_old_finish_job_function', '2000-01-01 00:00:00+00'),
	(215, 'procrastinate', '0024_job_id_bigint', '2000-01-01 00:00:00+00'),
	(216, 'procrastinate', '0025_add_models', '2000-01-01 00:00:00+00'),
	(217, 'procrastinate', '0026_add_job_priority', '2000-01-01 00:00:00+00'),
	(218, 'procrastinate', '0027_add_periodic_job_priority', '2000-01-01 00:00:00+00'),
	(219, 'procrastinate', '0028_add_cancel_states', '2000-01-01 00:00:00+00'),
	(220, 'procrastinate', '0029_add_additional_params_to_retry_job', '2000-01-01 00:00:00+00'),
	(221, 'procrastinate', '0030_alter_procrastinateevent_options', '2000-01-01 00:00:00+00'),
	(222, 'procrastinate', '0031_add_indexes_for_fetch_job', '2000-01-01 00:00:00+00'),
	(223, 'procrastinate', '0032_pre_cancel_notification', '2000-01-01 00:00:00+00'),
	(224, 'procrastinate', '0033_post_cancel_notification', '2000-01-01 00:00:00+00'),
	(225, 'procrastinate', '0034_pre_add_heartbeat', '2000-01-01 00:00:00+00'),
	(226, 'procrastinate', '0035_post_add_heartbeat', '2000-01-01 00:00:00+00'),
	(227, 'procrastinate', '0036_add_worker_model', '2000-01-01 00:00:00+00'),
	(228, 'procrastinate', '0037_pre_batch_defer_jobs', '2000-01-01 00:00:00+00'),
	(229, 'procrastinate', '0038_post_batch_defer_jobs', '2000-01-01 00:00:00+00'),
	(230, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2000-01-01 00:00:00+00'),
	(231, 'procrastinate', '0040_pre_retry_failed_job', '2000-01-01 00:00:00+00'),
	(232, 'procrastinate', '0041_post_retry_failed_job', '2000-01-01 00:00:00+00'),
	(233, 'registers', '0001_initial', '2000-01-01 00:00:00+00'),
	(234, 'registers', '0002_append_only', '2000-01-01 00:00:00+00'),
	(235, 'rights', '0001_initial', '2000-01-01 00:00:00+00'),
	(236, 'sessions', '0001_initial', '2000-01-01 00:00:00+00'),
	(237, 'signin', '0001_initial', '2000-01-01 00:00:00+00'),
	(238, 'simple_translation', '0001_initial', '2000-01-01 00:00:00+00'),
	(239, 'statebox', '0001_initial', '2000-01-01 00:00:00+00'),
	(240, 'suggestions', '0001_initial', '2000-01-01 00:00:00+00'),
	(241, 'suggestions', '0002_agreed', '2000-01-01 00:00:00+00'),
	(242, 'taggit', '0001_initial', '2000-01-01 00:00:00+00'),
	(243, 'taggit', '0002_auto_20150616_2121', '2000-01-01 00:00:00+00'),
	(244, 'taggit', '0003_taggeditem_add_unique_index', '2000-01-01 00:00:00+00'),
	(245, 'taggit', '0004_alter_taggeditem_content_type_alter_taggeditem_tag', '2000-01-01 00:00:00+00'),
	(246, 'taggit', '0005_auto_20220424_2025', '2000-01-01 00:00:00+00'),
	(247, 'taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx', '2000-01-01 00:00:00+00'),
	(248, 'tracker', '0001_initial', '2000-01-01 00:00:00+00'),
	(249, 'tracker', '0002_append_only', '2000-01-01 00:00:00+00'),
	(250, 'tracker', '0003_openings', '2000-01-01 00:00:00+00'),
	(251, 'wagtailadmin', '0001_create_admin_access_permissions', '2000-01-01 00:00:00+00'),
	(252, 'wagtailadmin', '0002_admin', '2000-01-01 00:00:00+00'),
	(253, 'wagtailadmin', '0003_admin_managed', '2000-01-01 00:00:00+00'),
	(254, 'wagtailadmin', '0004_editingsession', '2000-01-01 00:00:00+00'),
	(255, 'wagtailadmin', '0005_editingsession_is_editing', '2000-01-01 00:00:00+00'),
	(256, 'wagtailadmin', '0006_formstate', '2000-01-01 00:00:00+00'),
	(257, 'wagtaildocs', '0001_initial', '2000-01-01 00:00:00+00'),
	(258, 'wagtaildocs', '0002_initial_data', '2000-01-01 00:00:00+00'),
	(259, 'wagtaildocs', '0003_add_verbose_names', '2000-01-01 00:00:00+00'),
	(260, 'wagtaildocs', '0004_capitalizeverbose', '2000-01-01 00:00:00+00'),
	(261, 'wagtaildocs', '0005_document_collection', '2000-01-01 00:00:00+00'),
	(262, 'wagtaildocs', '0006_copy_document_permissions_to_collections', '2000-01-01 00:00:00+00'),
	(263, 'wagtaildocs', '0005_alter_uploaded_by_user_on_delete_action', '2000-01-01 00:00:00+00'),
	(264, 'wagtaildocs', '0007_merge', '2000-01-01 00:00:00+00'),
	(265, 'wagtaildocs', '0008_document_file_size', '2000-01-01 00:00:00+00'),
	(266, 'wagtaildocs', '0009_document_verbose_name_plural', '2000-01-01 00:00:00+00'),
	(267, 'wagtaildocs', '0010_document_file_hash', '2000-01-01 00:00:00+00'),
	(268, 'wagtaildocs', '0011_add_choose_permissions', '2000-01-01 00:00:00+00'),
	(269, 'wagtaildocs', '0012_uploadeddocument', '2000-01-01 00:00:00+00'),
	(270, 'wagtaildocs', '0013_delete_uploadeddocument', '2000-01-01 00:00:00+00'),
	(271, 'wagtaildocs', '0014_alter_document_file_size', '2000-01-01 00:00:00+00'),
	(272, 'wagtailimages', '0001_initial', '2000-01-01 00:00:00+00'),
	(273, 'wagtailimages', '0002_initial_data', '2000-01-01 00:00:00+00'),
	(274, 'wagtailimages', '0003_fix_focal_point_fields', '2000-01-01 00:00:00+00'),
	(275, 'wagtailimages', '0004_make_focal_point_key_not_nullable', '2000-01-01 00:00:00+00'),
	(276, 'wagtailimages', '0005_make_filter_spec_unique', '2000-01-01 00:00:00+00'),
	(277, 'wagtailimages', '0006_add_verbose_names', '2000-01-01 00:00:00+00'),
	(278, 'wagtailimages', '0007_image_file_size', '2000-01-01 00:00:00+00'),
	(279, 'wagtailimages', '0008_image_created_at_index', '2000-01-01 00:00:00+00'),
	(280, 'wagtailimages', '0009_capitalizeverbose', '2000-01-01 00:00:00+00'),
	(281, 'wagtailimages', '0010_change_on_delete_behaviour', '2000-01-01 00:00:00+00'),
	(282, 'wagtailimages', '0011_image_collection', '2000-01-01 00:00:00+00'),
	(283, 'wagtailimages', '0012_copy_image_permissions_to_collections', '2000-01-01 00:00:00+00'),
	(284, 'wagtailimages', '0013_make_rendition_upload_callable', '2000-01-01 00:00:00+00'),
	(285, 'wagtailimages', '0014_add_filter_spec_field', '2000-01-01 00:00:00+00'),
	(286, 'wagtailimages', '0015_fill_filter_spec_field', '2000-01-01 00:00:00+00'),
	(287, 'wagtailimages', '0016_deprecate_rendition_filter_relation', '2000-01-01 00:00:00+00'),
	(288, 'wagtailimages', '0017_reduce_focal_point_key_max_length', '2000-01-01 00:00:00+00'),
	(289, 'wagtailimages', '0018_remove_rendition_filter', '2000-01-01 00:00:00+00'),
	(290, 'wagtailimages', '0019_delete_filter', '2000-01-01 00:00:00+00'),
	(291, 'wagtailimages', '0020_add-verbose-name', '2000-01-01 00:00:00+00'),
	(292, 'wagtailimages', '0021_image_file_hash', '2000-01-01 00:00:00+00'),
	(293, 'wagtailimages', '0022_uploadedimage', '2000-01-01 00:00:00+00'),
	(294, 'wagtailimages', '0023_add_choose_permissions', '2000-01-01 00:00:00+00'),
	(295, 'wagtailimages', '0024_index_image_file_hash', '2000-01-01 00:00:00+00'),
	(296, 'wagtailimages', '0025_alter_image_file_alter_rendition_file', '2000-01-01 00:00:00+00'),
	(297, 'wagtailimages', '0026_delete_uploadedimage', '2000-01-01 00:00:00+00'),
	(298, 'wagtailimages', '0027_image_description', '2000-01-01 00:00:00+00'),
	(299, 'wagtailredirects', '0001_initial', '2000-01-01 00:00:00+00'),
	(300, 'wagtailredirects', '0002_add_verbose_names', '2000-01-01 00:00:00+00');
INSERT INTO public.django_migrations (id, app, name, applied) VALUES
	(301, 'wagtailredirects', '0003_make_site_field_editable', '2000-01-01 00:00:00+00'),
	(302, 'wagtailredirects', '0004_set_unique_on_path_and_site', '2000-01-01 00:00:00+00'),
	(303, 'wagtailredirects', '0005_capitalizeverbose', '2000-01-01 00:00:00+00'),
	(304, 'wagtailredirects', '0006_redirect_increase_max_length', '2000-01-01 00:00:00+00'),
	(305, 'wagtailredirects', '0007_add_autocreate_fields', '2000-01-01 00:00:00+00'),
	(306, 'wagtailredirects', '0008_add_verbose_name_plural', '2000-01-01 00:00:00+00'),
	(307, 'wagtailsearch', '0001_initial', '2000-01-01 00:00:00+00'),
	(308, 'wagtailsearch', '0002_add_verbose_names', '2000-01-01 00:00:00+00'),
	(309, 'wagtailsearch', '0003_remove_editors_pick', '2000-01-01 00:00:00+00'),
	(310, 'wagtailsearch', '0004_querydailyhits_verbose_name_plural', '2000-01-01 00:00:00+00'),
	(311, 'wagtailsearch', '0005_create_indexentry', '2000-01-01 00:00:00+00'),
	(312, 'wagtailsearch', '0006_customise_indexentry', '2000-01-01 00:00:00+00'),
	(313, 'wagtailsearch', '0007_delete_editorspick', '2000-01-01 00:00:00+00'),
	(314, 'wagtailsearch', '0008_remove_query_and_querydailyhits_models', '2000-01-01 00:00:00+00'),
	(315, 'wagtailsearch', '0009_remove_ngram_autocomplete', '2000-01-01 00:00:00+00'),
	(316, 'wagtailsearch', '0010_add_text_fields', '2000-01-01 00:00:00+00'),
	(317, 'wagtailusers', '0001_initial', '2000-01-01 00:00:00+00'),
	(318, 'wagtailusers', '0002_add_verbose_name_on_userprofile', '2000-01-01 00:00:00+00'),
	(319, 'wagtailusers', '0003_add_verbose_names', '2000-01-01 00:00:00+00'),
	(320, 'wagtailusers', '0004_capitalizeverbose', '2000-01-01 00:00:00+00'),
	(321, 'wagtailusers', '0005_make_related_name_wagtail_specific', '2000-01-01 00:00:00+00'),
	(322, 'wagtailusers', '0006_userprofile_prefered_language', '2000-01-01 00:00:00+00'),
	(323, 'wagtailusers', '0007_userprofile_current_time_zone', '2000-01-01 00:00:00+00'),
	(324, 'wagtailusers', '0008_userprofile_avatar', '2000-01-01 00:00:00+00'),
	(325, 'wagtailusers', '0009_userprofile_verbose_name_plural', '2000-01-01 00:00:00+00'),
	(326, 'wagtailusers', '0010_userprofile_updated_comments_notifications', '2000-01-01 00:00:00+00'),
	(327, 'wagtailusers', '0011_userprofile_dismissibles', '2000-01-01 00:00:00+00'),
	(328, 'wagtailusers', '0012_userprofile_theme', '2000-01-01 00:00:00+00'),
	(329, 'wagtailusers', '0013_userprofile_density', '2000-01-01 00:00:00+00'),
	(330, 'wagtailusers', '0014_userprofile_contrast', '2000-01-01 00:00:00+00'),
	(331, 'wagtailusers', '0015_userprofile_keyboard_shortcuts', '2000-01-01 00:00:00+00'),
	(332, 'webhooks', '0001_initial', '2000-01-01 00:00:00+00'),
	(333, 'webhooks', '0002_persons', '2000-01-01 00:00:00+00'),
	(334, 'website', '0001_initial', '2000-01-01 00:00:00+00'),
	(335, 'website', '0002_site', '2000-01-01 00:00:00+00'),
	(336, 'website', '0003_no_samples', '2000-01-01 00:00:00+00'),
	(337, 'website', '0004_documents', '2000-01-01 00:00:00+00'),
	(338, 'wagtailimages', '0001_squashed_0021', '2000-01-01 00:00:00+00'),
	(339, 'wagtailcore', '0001_squashed_0016_change_page_url_path_to_text_field', '2000-01-01 00:00:00+00');

INSERT INTO public.mailbox_retentionperiod (id, of, days, valid_from, valid_to, source, municipality_id) VALUES
	(1, 'handled', 90, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(2, 'other', 30, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL);

INSERT INTO public.places_areaversion (id, version) VALUES
	(1, '61fbf153-d2a9-440e-8f57-4bb991d69878');

INSERT INTO public.recordings_retentionperiod (id, kind, days, valid_from, valid_to, source, municipality_id) VALUES
	(1, 'audio', 30, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL),
	(2, 'document', 90, '1900-01-01', NULL, 'Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi', NULL);

INSERT INTO public.services_municipalapproval (task_ptr_id) VALUES
	(2);

INSERT INTO public.wagtailcore_collection (id, path, depth, numchild, name) VALUES
	(1, '0001', 1, 0, 'Root');

INSERT INTO public.wagtailcore_locale (id, language_code) VALUES
	(1, 'et');

INSERT INTO public.wagtailcore_page (id, path, depth, numchild, title, slug, live, has_unpublished_changes, url_path, seo_title, show_in_menus, search_description, go_live_at, expire_at, expired, content_type_id, owner_id, locked, latest_revision_created_at, first_published_at, live_revision_id, last_published_at, draft_title, locked_at, locked_by_id, translation_key, locale_id, alias_of_id, latest_revision_id) VALUES
	(1, '0001', 1, 0, 'Root', 'root', true, false, '/', '', false, '', NULL, NULL, false, 1, NULL, false, NULL, NULL, NULL, NULL, 'Root', NULL, NULL, '47345a88-ee3c-4cbb-b027-fbad9614c789', 1, NULL, NULL);

INSERT INTO public.wagtailcore_task (id, name, active, content_type_id) VALUES
	(2, 'Toimetaja kinnitab', true, 78);

INSERT INTO public.wagtailcore_workflow (id, name, active) VALUES
	(2, 'Teenuse kirjelduse kinnitamine', true);

INSERT INTO public.wagtailcore_workflowcontenttype (content_type_id, workflow_id) VALUES
	(77, 2);

INSERT INTO public.wagtailcore_workflowtask (id, sort_order, task_id, workflow_id) VALUES
	(2, 0, 2, 2);

SELECT pg_catalog.setval('public.answers_publishedanswer_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_accountchange_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_application_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_batch_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_check_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_consent_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_decision_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_draft_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_file_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_grant_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_handling_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_payingaccount_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_payout_id_seq', 1, false);

SELECT pg_catalog.setval('public.applications_term_id_seq', 3, true);

SELECT pg_catalog.setval('public.assets_asset_id_seq', 1, false);

SELECT pg_catalog.setval('public.assets_layer_id_seq', 1, false);

SELECT pg_catalog.setval('public.assets_layer_services_id_seq', 1, false);

SELECT pg_catalog.setval('public.assets_layerfield_id_seq', 1, false);

SELECT pg_catalog.setval('public.assets_layerimport_id_seq', 1, false);

SELECT pg_catalog.setval('public.assistant_answerrule_id_seq', 1, true);

SELECT pg_catalog.setval('public.assistant_exchange_id_seq', 1, false);

SELECT pg_catalog.setval('public.assistant_gap_id_seq', 1, false);

SELECT pg_catalog.setval('public.assistant_helpline_id_seq', 3, true);

SELECT pg_catalog.setval('public.assistant_phrase_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_id_seq', 2, true);

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 18, true);

SELECT pg_catalog.setval('public.auth_permission_id_seq', 891, true);

SELECT pg_catalog.setval('public.benefits_benefit_id_seq', 1, false);

SELECT pg_catalog.setval('public.benefits_benefitrule_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_booking_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_busytime_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_calendarlink_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_foreigncalendar_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_group_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_groupmember_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_item_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_openingexception_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_openingrule_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_price_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_resource_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_resource_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_series_id_seq', 1, false);

SELECT pg_catalog.setval('public.bookings_waitingentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_call_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_exchangekey_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_exchangemessage_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_keepingperiod_id_seq', 3, true);

SELECT pg_catalog.setval('public.calls_promise_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_shift_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_signal_id_seq', 1, false);

SELECT pg_catalog.setval('public.calls_wrapupcode_id_seq', 9, true);

SELECT pg_catalog.setval('public.cases_answertemplate_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_attachment_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_case_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_caseparticipant_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_clockrule_id_seq', 12, true);

SELECT pg_catalog.setval('public.cases_follower_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_message_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_retentionrule_id_seq', 7, true);

SELECT pg_catalog.setval('public.cases_routingrule_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_savedview_id_seq', 1, false);

SELECT pg_catalog.setval('public.cases_sensitivityrule_id_seq', 3, true);

SELECT pg_catalog.setval('public.channels_heard_id_seq', 1, false);

SELECT pg_catalog.setval('public.channels_letter_id_seq', 1, false);

SELECT pg_catalog.setval('public.channels_mailsender_id_seq', 1, false);

SELECT pg_catalog.setval('public.channels_wording_id_seq', 1, false);

SELECT pg_catalog.setval('public.core_host_id_seq', 1, false);

SELECT pg_catalog.setval('public.core_journalentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.core_municipality_id_seq', 1, false);

SELECT pg_catalog.setval('public.deliveries_attempt_id_seq', 1, false);

SELECT pg_catalog.setval('public.deliveries_breaker_id_seq', 1, false);

SELECT pg_catalog.setval('public.deliveries_delivery_id_seq', 1, false);

SELECT pg_catalog.setval('public.django_content_type_id_seq', 222, true);

SELECT pg_catalog.setval('public.django_migrations_id_seq', 339, true);

SELECT pg_catalog.setval('public.exchange_document_id_seq', 1, false);

SELECT pg_catalog.setval('public.exchange_ownaddress_id_seq', 1, false);

SELECT pg_catalog.setval('public.exchange_participant_id_seq', 1, false);

SELECT pg_catalog.setval('public.exchange_typerule_id_seq', 1, false);

SELECT pg_catalog.setval('public.lifeevents_handover_id_seq', 1, false);

SELECT pg_catalog.setval('public.lifeevents_lifeevent_id_seq', 1, false);

SELECT pg_catalog.setval('public.lifeevents_question_id_seq', 1, false);

SELECT pg_catalog.setval('public.lifeevents_savedpath_id_seq', 1, false);

SELECT pg_catalog.setval('public.lifeevents_step_id_seq', 1, false);

SELECT pg_catalog.setval('public.mailbox_box_id_seq', 1, false);

SELECT pg_catalog.setval('public.mailbox_content_id_seq', 1, false);

SELECT pg_catalog.setval('public.mailbox_doorkey_id_seq', 1, false);

SELECT pg_catalog.setval('public.mailbox_mail_id_seq', 1, false);

SELECT pg_catalog.setval('public.mailbox_retentionperiod_id_seq', 2, true);

SELECT pg_catalog.setval('public.notices_notice_areas_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_notice_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_notice_services_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_notice_topics_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_recipient_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_subscriber_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_considered_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_offer_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_offerconsent_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_offerrule_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_preference_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_purpose_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_refusal_id_seq', 1, false);

SELECT pg_catalog.setval('public.offers_run_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_apikey_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_handover_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_idempotencykey_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_partner_areas_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_partner_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_partnerservice_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_received_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_servicemapping_id_seq', 1, false);

SELECT pg_catalog.setval('public.open311_takenupdate_id_seq', 1, false);

SELECT pg_catalog.setval('public.payments_attempt_id_seq', 1, false);

SELECT pg_catalog.setval('public.payments_payment_id_seq', 1, false);

SELECT pg_catalog.setval('public.payments_paymentaccount_id_seq', 1, false);

SELECT pg_catalog.setval('public.payments_refund_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_absence_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_contact_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_invitation_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_membership_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_rightschange_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_rolesetting_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_unit_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_user_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_user_id_seq', 1, false);

SELECT pg_catalog.setval('public.people_user_user_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.persons_person_id_seq', 1, false);

SELECT pg_catalog.setval('public.persons_representation_id_seq', 1, false);

SELECT pg_catalog.setval('public.persons_session_id_seq', 1, false);

SELECT pg_catalog.setval('public.places_address_id_seq', 1, false);

SELECT pg_catalog.setval('public.places_area_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);

SELECT pg_catalog.setval('public.recordings_intakekey_id_seq', 1, false);

SELECT pg_catalog.setval('public.recordings_proposal_id_seq', 1, false);

SELECT pg_catalog.setval('public.recordings_rawtranscript_id_seq', 1, false);

SELECT pg_catalog.setval('public.recordings_recording_id_seq', 1, false);

SELECT pg_catalog.setval('public.recordings_retentionperiod_id_seq', 2, true);

SELECT pg_catalog.setval('public.registers_connection_id_seq', 1, false);

SELECT pg_catalog.setval('public.registers_keptanswer_id_seq', 1, false);

SELECT pg_catalog.setval('public.registers_query_id_seq', 1, false);

SELECT pg_catalog.setval('public.registers_register_id_seq', 1, false);

SELECT pg_catalog.setval('public.registers_statement_id_seq', 1, false);

SELECT pg_catalog.setval('public.rights_request_id_seq', 1, false);

SELECT pg_catalog.setval('public.search_document_id_seq', 1, false);

SELECT pg_catalog.setval('public.search_embedding_id_seq', 1, false);

SELECT pg_catalog.setval('public.search_embeddingmodel_id_seq', 1, false);

SELECT pg_catalog.setval('public.search_passage_id_seq', 1, false);

SELECT pg_catalog.setval('public.search_term_id_seq', 1, false);

SELECT pg_catalog.setval('public.service_forms_form_id_seq', 1, false);

SELECT pg_catalog.setval('public.service_forms_formversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_channel_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_channelyear_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_legalbasis_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_registerimport_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_service_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_service_related_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_service_topics_id_seq', 1, false);

SELECT pg_catalog.setval('public.services_topic_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_attempt_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_keptform_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_passkey_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_provider_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_providersession_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_recoverycode_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_seentoken_id_seq', 1, false);

SELECT pg_catalog.setval('public.signin_totp_id_seq', 1, false);

SELECT pg_catalog.setval('public.simple_translation_simpletranslation_id_seq', 1, false);

SELECT pg_catalog.setval('public.statebox_connection_id_seq', 1, false);

SELECT pg_catalog.setval('public.statebox_letter_id_seq', 1, false);

SELECT pg_catalog.setval('public.statebox_template_id_seq', 1, false);

SELECT pg_catalog.setval('public.suggestions_answerdraft_id_seq', 1, false);

SELECT pg_catalog.setval('public.suggestions_learntmodel_id_seq', 1, false);

SELECT pg_catalog.setval('public.suggestions_suggestion_id_seq', 1, false);

SELECT pg_catalog.setval('public.taggit_tag_id_seq', 1, false);

SELECT pg_catalog.setval('public.taggit_taggeditem_id_seq', 1, false);

SELECT pg_catalog.setval('public.tracker_look_id_seq', 1, false);

SELECT pg_catalog.setval('public.tracker_opening_id_seq', 1, false);

SELECT pg_catalog.setval('public.tracker_receiver_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailadmin_admin_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailadmin_editingsession_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailadmin_formstate_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_apitoken_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_collection_id_seq', 1, true);

SELECT pg_catalog.setval('public.wagtailcore_collectionviewrestriction_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_collectionviewrestriction_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_comment_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_commentreply_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_groupapprovaltask_groups_id_seq', 1, true);

SELECT pg_catalog.setval('public.wagtailcore_groupcollectionpermission_id_seq', 12, true);

SELECT pg_catalog.setval('public.wagtailcore_grouppagepermission_id_seq', 7, true);

SELECT pg_catalog.setval('public.wagtailcore_groupsitepermission_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_locale_id_seq', 1, true);

SELECT pg_catalog.setval('public.wagtailcore_modellogentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_page_id_seq', 2, true);

SELECT pg_catalog.setval('public.wagtailcore_pagelogentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_pagerevision_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_pagesubscription_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_pageviewrestriction_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_pageviewrestriction_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_referenceindex_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_site_id_seq', 1, true);

SELECT pg_catalog.setval('public.wagtailcore_task_id_seq', 2, true);

SELECT pg_catalog.setval('public.wagtailcore_taskstate_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_uploadedfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_workflow_id_seq', 2, true);

SELECT pg_catalog.setval('public.wagtailcore_workflowstate_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailcore_workflowtask_id_seq', 2, true);

SELECT pg_catalog.setval('public.wagtaildocs_document_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailimages_image_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailimages_rendition_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailredirects_redirect_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailsearch_indexentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.wagtailusers_userprofile_id_seq', 1, false);

SELECT pg_catalog.setval('public.webhooks_endpoint_id_seq', 1, false);

SELECT pg_catalog.setval('public.webhooks_received_id_seq', 1, false);

SELECT pg_catalog.setval('public.webhooks_source_id_seq', 1, false);

SELECT pg_catalog.setval('public.webhooks_thread_id_seq', 1, false);

SELECT pg_catalog.setval('public.website_municipalitygroup_id_seq', 1, false);

SELECT pg_catalog.setval('public.website_municipalitysite_id_seq', 1, false);

SELECT pg_catalog.setval('public.website_publisheddocument_id_seq', 1, true);

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT absence_once_at_a_time EXCLUDE USING gist (municipality_id WITH =, user_id WITH =, daterange(first_day, last_day, '[]'::text) WITH &&);

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedanswer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_accountchange
    ADD CONSTRAINT applications_accountchange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_application_case_id_key UNIQUE (case_id);

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_application_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_application_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_batch
    ADD CONSTRAINT applications_batch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_batch
    ADD CONSTRAINT applications_batch_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_check
    ADD CONSTRAINT applications_check_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_consent
    ADD CONSTRAINT applications_consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_consent
    ADD CONSTRAINT applications_consent_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decision_application_id_key UNIQUE (application_id);

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_file
    ADD CONSTRAINT applications_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_file
    ADD CONSTRAINT applications_file_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_decision_id_key UNIQUE (decision_id);

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_handling
    ADD CONSTRAINT applications_handling_form_id_key UNIQUE (form_id);

ALTER TABLE ONLY public.applications_handling
    ADD CONSTRAINT applications_handling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_payingaccount
    ADD CONSTRAINT applications_payingaccount_municipality_id_key UNIQUE (municipality_id);

ALTER TABLE ONLY public.applications_payingaccount
    ADD CONSTRAINT applications_payingaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.applications_term
    ADD CONSTRAINT applications_term_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets_asset
    ADD CONSTRAINT assets_asset_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets_asset
    ADD CONSTRAINT assets_asset_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.assets_layer
    ADD CONSTRAINT assets_layer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets_layer_services
    ADD CONSTRAINT assets_layer_services_layer_id_service_id_f55cd85e_uniq UNIQUE (layer_id, service_id);

ALTER TABLE ONLY public.assets_layer_services
    ADD CONSTRAINT assets_layer_services_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets_layerfield
    ADD CONSTRAINT assets_layerfield_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets_layerimport
    ADD CONSTRAINT assets_layerimport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_answerrule
    ADD CONSTRAINT assistant_answerrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_exchange
    ADD CONSTRAINT assistant_exchange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_exchange
    ADD CONSTRAINT assistant_exchange_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.assistant_gap
    ADD CONSTRAINT assistant_gap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_helpline
    ADD CONSTRAINT assistant_helpline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_phrase
    ADD CONSTRAINT assistant_phrase_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_questionvector
    ADD CONSTRAINT assistant_questionvector_pkey PRIMARY KEY (exchange_id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.benefits_benefit
    ADD CONSTRAINT benefits_benefit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.benefits_benefitrule
    ADD CONSTRAINT benefits_benefitrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_token_key UNIQUE (token);

ALTER TABLE ONLY public.bookings_busytime
    ADD CONSTRAINT bookings_busytime_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlink_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_foreigncalendar
    ADD CONSTRAINT bookings_foreigncalendar_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_group
    ADD CONSTRAINT bookings_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_groupmember
    ADD CONSTRAINT bookings_groupmember_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_item
    ADD CONSTRAINT bookings_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_openingexception
    ADD CONSTRAINT bookings_openingexception_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_openingrule
    ADD CONSTRAINT bookings_openingrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_price
    ADD CONSTRAINT bookings_price_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_resource_groups
    ADD CONSTRAINT bookings_resource_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_resource_groups
    ADD CONSTRAINT bookings_resource_groups_resource_id_group_id_fbd4db1e_uniq UNIQUE (resource_id, group_id);

ALTER TABLE ONLY public.bookings_resource
    ADD CONSTRAINT bookings_resource_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_series
    ADD CONSTRAINT bookings_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_series
    ADD CONSTRAINT bookings_series_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentry_booking_id_key UNIQUE (booking_id);

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentry_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentry_token_key UNIQUE (token);

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.calls_exchangekey
    ADD CONSTRAINT calls_exchangekey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_exchangekey
    ADD CONSTRAINT calls_exchangekey_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.calls_exchangemessage
    ADD CONSTRAINT calls_exchangemessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_keepingperiod
    ADD CONSTRAINT calls_keepingperiod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.calls_shift
    ADD CONSTRAINT calls_shift_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_signal
    ADD CONSTRAINT calls_signal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calls_wrapupcode
    ADD CONSTRAINT calls_wrapupcode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT case_ref_once UNIQUE (ref);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT case_token_once UNIQUE (token);

ALTER TABLE ONLY public.cases_answertemplate
    ADD CONSTRAINT cases_answertemplate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_attachment
    ADD CONSTRAINT cases_attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_attachment
    ADD CONSTRAINT cases_attachment_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_caseparticipant
    ADD CONSTRAINT cases_caseparticipant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_clockrule
    ADD CONSTRAINT cases_clockrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_follower
    ADD CONSTRAINT cases_follower_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_follower
    ADD CONSTRAINT cases_follower_token_key UNIQUE (token);

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_retentionrule
    ADD CONSTRAINT cases_retentionrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_sensitivityrule
    ADD CONSTRAINT cases_sensitivityrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_heard
    ADD CONSTRAINT channels_heard_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_letter
    ADD CONSTRAINT channels_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_mailsender
    ADD CONSTRAINT channels_mailsender_municipality_id_key UNIQUE (municipality_id);

ALTER TABLE ONLY public.channels_mailsender
    ADD CONSTRAINT channels_mailsender_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.channels_wording
    ADD CONSTRAINT channels_wording_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_host
    ADD CONSTRAINT core_host_name_key UNIQUE (name);

ALTER TABLE ONLY public.core_host
    ADD CONSTRAINT core_host_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_journalentry
    ADD CONSTRAINT core_journalentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_municipality
    ADD CONSTRAINT core_municipality_code_key UNIQUE (code);

ALTER TABLE ONLY public.core_municipality
    ADD CONSTRAINT core_municipality_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_municipality
    ADD CONSTRAINT core_municipality_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.core_ratecounter
    ADD CONSTRAINT core_ratecounter_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.deliveries_attempt
    ADD CONSTRAINT deliveries_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deliveries_breaker
    ADD CONSTRAINT deliveries_breaker_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deliveries_delivery
    ADD CONSTRAINT deliveries_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deliveries_jobstart
    ADD CONSTRAINT deliveries_jobstart_pkey PRIMARY KEY (job);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.exchange_ownaddress
    ADD CONSTRAINT exchange_ownaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_participant
    ADD CONSTRAINT exchange_participant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_typerule
    ADD CONSTRAINT exchange_typerule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lifeevents_handover
    ADD CONSTRAINT lifeevents_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lifeevents_handover
    ADD CONSTRAINT lifeevents_handover_token_key UNIQUE (token);

ALTER TABLE ONLY public.lifeevents_lifeevent
    ADD CONSTRAINT lifeevents_lifeevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lifeevents_question
    ADD CONSTRAINT lifeevents_question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lifeevents_savedpath
    ADD CONSTRAINT lifeevents_savedpath_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lifeevents_step
    ADD CONSTRAINT lifeevents_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_address_key UNIQUE (address);

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mailbox_content
    ADD CONSTRAINT mailbox_content_mail_id_key UNIQUE (mail_id);

ALTER TABLE ONLY public.mailbox_content
    ADD CONSTRAINT mailbox_content_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mailbox_doorkey
    ADD CONSTRAINT mailbox_doorkey_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.mailbox_doorkey
    ADD CONSTRAINT mailbox_doorkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.mailbox_retentionperiod
    ADD CONSTRAINT mailbox_retentionperiod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT no_overlap EXCLUDE USING gist (item_id WITH =, span WITH &&) WHERE (((status)::text = ANY (ARRAY[('held'::character varying)::text, ('asked'::character varying)::text, ('confirmed'::character varying)::text, ('no_show'::character varying)::text])));

ALTER TABLE ONLY public.notices_notice_areas
    ADD CONSTRAINT notices_notice_areas_notice_id_area_id_96295ad9_uniq UNIQUE (notice_id, area_id);

ALTER TABLE ONLY public.notices_notice_areas
    ADD CONSTRAINT notices_notice_areas_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.notices_notice_services
    ADD CONSTRAINT notices_notice_services_notice_id_service_id_ba66b98a_uniq UNIQUE (notice_id, service_id);

ALTER TABLE ONLY public.notices_notice_services
    ADD CONSTRAINT notices_notice_services_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_notice_topics
    ADD CONSTRAINT notices_notice_topics_notice_id_topic_id_daac4d4d_uniq UNIQUE (notice_id, topic_id);

ALTER TABLE ONLY public.notices_notice_topics
    ADD CONSTRAINT notices_notice_topics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_recipient
    ADD CONSTRAINT notices_recipient_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_subscriber
    ADD CONSTRAINT notices_subscriber_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_subscriber
    ADD CONSTRAINT notices_subscriber_token_key UNIQUE (token);

ALTER TABLE ONLY public.offers_considered
    ADD CONSTRAINT offers_considered_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.offers_offerconsent
    ADD CONSTRAINT offers_offerconsent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.offers_preference
    ADD CONSTRAINT offers_preference_person_id_key UNIQUE (person_id);

ALTER TABLE ONLY public.offers_preference
    ADD CONSTRAINT offers_preference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_purpose
    ADD CONSTRAINT offers_purpose_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_refusal
    ADD CONSTRAINT offers_refusal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offers_run
    ADD CONSTRAINT offers_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.benefits_benefitrule
    ADD CONSTRAINT one_rule_of_a_benefit_a_day EXCLUDE USING gist (benefit_id WITH =, daterange(valid_from, valid_to, '[]'::text) WITH &&);

ALTER TABLE ONLY public.open311_apikey
    ADD CONSTRAINT open311_apikey_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.open311_apikey
    ADD CONSTRAINT open311_apikey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_handover
    ADD CONSTRAINT open311_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_idempotencykey
    ADD CONSTRAINT open311_idempotencykey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_partner_areas
    ADD CONSTRAINT open311_partner_areas_partner_id_area_id_15efbdca_uniq UNIQUE (partner_id, area_id);

ALTER TABLE ONLY public.open311_partner_areas
    ADD CONSTRAINT open311_partner_areas_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_partner
    ADD CONSTRAINT open311_partner_key_id_key UNIQUE (key_id);

ALTER TABLE ONLY public.open311_partner
    ADD CONSTRAINT open311_partner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_partnerservice
    ADD CONSTRAINT open311_partnerservice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_received
    ADD CONSTRAINT open311_received_case_id_key UNIQUE (case_id);

ALTER TABLE ONLY public.open311_received
    ADD CONSTRAINT open311_received_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_servicemapping
    ADD CONSTRAINT open311_servicemapping_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.open311_takenupdate
    ADD CONSTRAINT open311_takenupdate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payments_attempt
    ADD CONSTRAINT payments_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payments_attempt
    ADD CONSTRAINT payments_attempt_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_token_key UNIQUE (token);

ALTER TABLE ONLY public.payments_paymentaccount
    ADD CONSTRAINT payments_paymentaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_contact
    ADD CONSTRAINT people_contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_membership_id_key UNIQUE (membership_id);

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_rolesetting
    ADD CONSTRAINT people_rolesetting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_unit
    ADD CONSTRAINT people_unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_user_groups
    ADD CONSTRAINT people_user_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_user_groups
    ADD CONSTRAINT people_user_groups_user_id_group_id_60378d34_uniq UNIQUE (user_id, group_id);

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_user_user_permissions
    ADD CONSTRAINT people_user_user_permiss_user_id_permission_id_a7ac6748_uniq UNIQUE (user_id, permission_id);

ALTER TABLE ONLY public.people_user_user_permissions
    ADD CONSTRAINT people_user_user_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_username_key UNIQUE (username);

ALTER TABLE ONLY public.persons_person
    ADD CONSTRAINT persons_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.persons_person
    ADD CONSTRAINT persons_person_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.persons_representation
    ADD CONSTRAINT persons_representation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.persons_session
    ADD CONSTRAINT persons_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_address
    ADD CONSTRAINT places_address_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_area
    ADD CONSTRAINT places_area_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_areaversion
    ADD CONSTRAINT places_areaversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recordings_intakekey
    ADD CONSTRAINT recordings_intakekey_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.recordings_intakekey
    ADD CONSTRAINT recordings_intakekey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recordings_proposal
    ADD CONSTRAINT recordings_proposal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recordings_rawtranscript
    ADD CONSTRAINT recordings_rawtranscript_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recordings_rawtranscript
    ADD CONSTRAINT recordings_rawtranscript_recording_id_key UNIQUE (recording_id);

ALTER TABLE ONLY public.recordings_recording
    ADD CONSTRAINT recordings_recording_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recordings_recording
    ADD CONSTRAINT recordings_recording_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.recordings_retentionperiod
    ADD CONSTRAINT recordings_retentionperiod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registers_connection
    ADD CONSTRAINT registers_connection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registers_keptanswer
    ADD CONSTRAINT registers_keptanswer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registers_query
    ADD CONSTRAINT registers_query_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registers_register
    ADD CONSTRAINT registers_register_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registers_statement
    ADD CONSTRAINT registers_statement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_embedding
    ADD CONSTRAINT search_embedding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_embeddingmodel
    ADD CONSTRAINT search_embeddingmodel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_passage
    ADD CONSTRAINT search_passage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT search_term_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.service_forms_formversion
    ADD CONSTRAINT service_forms_formversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_channel
    ADD CONSTRAINT services_channel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_channelyear
    ADD CONSTRAINT services_channelyear_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_legalbasis
    ADD CONSTRAINT services_legalbasis_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_municipalapproval
    ADD CONSTRAINT services_municipalapproval_pkey PRIMARY KEY (task_ptr_id);

ALTER TABLE ONLY public.services_registerimport
    ADD CONSTRAINT services_registerimport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_service_related
    ADD CONSTRAINT services_service_related_from_service_id_to_servi_a3caf1de_uniq UNIQUE (from_service_id, to_service_id);

ALTER TABLE ONLY public.services_service_related
    ADD CONSTRAINT services_service_related_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_service_topics
    ADD CONSTRAINT services_service_topics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services_service_topics
    ADD CONSTRAINT services_service_topics_service_id_topic_id_da1d7632_uniq UNIQUE (service_id, topic_id);

ALTER TABLE ONLY public.services_topic
    ADD CONSTRAINT services_topic_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_attempt
    ADD CONSTRAINT signin_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_attempt
    ADD CONSTRAINT signin_attempt_state_digest_key UNIQUE (state_digest);

ALTER TABLE ONLY public.signin_keptform
    ADD CONSTRAINT signin_keptform_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_keptform
    ADD CONSTRAINT signin_keptform_token_digest_key UNIQUE (token_digest);

ALTER TABLE ONLY public.signin_passkey
    ADD CONSTRAINT signin_passkey_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY public.signin_passkey
    ADD CONSTRAINT signin_passkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_provider
    ADD CONSTRAINT signin_provider_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_provider
    ADD CONSTRAINT signin_provider_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.signin_providersession
    ADD CONSTRAINT signin_providersession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_providersession
    ADD CONSTRAINT signin_providersession_session_id_key UNIQUE (session_id);

ALTER TABLE ONLY public.signin_recoverycode
    ADD CONSTRAINT signin_recoverycode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_seentoken
    ADD CONSTRAINT signin_seentoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_totp
    ADD CONSTRAINT signin_totp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_totp
    ADD CONSTRAINT signin_totp_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.simple_translation_simpletranslation
    ADD CONSTRAINT simple_translation_simpletranslation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.statebox_connection
    ADD CONSTRAINT statebox_connection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.statebox_template
    ADD CONSTRAINT statebox_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.suggestions_answerdraft
    ADD CONSTRAINT suggestions_answerdraft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.suggestions_casevector
    ADD CONSTRAINT suggestions_casevector_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.suggestions_learntmodel
    ADD CONSTRAINT suggestions_learntmodel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.suggestions_suggestion
    ADD CONSTRAINT suggestions_suggestion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_name_key UNIQUE (name);

ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uni UNIQUE (content_type_id, object_id, tag_id);

ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tracker_look
    ADD CONSTRAINT tracker_look_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tracker_opening
    ADD CONSTRAINT tracker_opening_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tracker_opening
    ADD CONSTRAINT tracker_opening_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.tracker_receiver
    ADD CONSTRAINT tracker_receiver_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT unique_permission UNIQUE (group_id, page_id, permission_id);

ALTER TABLE ONLY public.wagtailadmin_admin
    ADD CONSTRAINT wagtailadmin_admin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editingsession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formstate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_collection
    ADD CONSTRAINT wagtailcore_collection_path_key UNIQUE (path);

ALTER TABLE ONLY public.wagtailcore_collection
    ADD CONSTRAINT wagtailcore_collection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collectionvi_collectionviewrestrictio_988995ae_uniq UNIQUE (collectionviewrestriction_id, group_id);

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collectionviewrestriction_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction
    ADD CONSTRAINT wagtailcore_collectionviewrestriction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentreply_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapprova_groupapprovaltask_id_gro_bb5ee7eb_uniq UNIQUE (groupapprovaltask_id, group_id);

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapprovaltask_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask
    ADD CONSTRAINT wagtailcore_groupapprovaltask_pkey PRIMARY KEY (task_ptr_id);

ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcollect_group_id_collection_id_p_a21cefe9_uniq UNIQUE (group_id, collection_id, permission_id);

ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcollectionpermission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppagepermission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsiteper_group_id_site_id_permiss_a58ee30d_uniq UNIQUE (group_id, site_id, permission_id);

ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsitepermission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_locale
    ADD CONSTRAINT wagtailcore_locale_language_code_key UNIQUE (language_code);

ALTER TABLE ONLY public.wagtailcore_locale
    ADD CONSTRAINT wagtailcore_locale_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_modellogentry
    ADD CONSTRAINT wagtailcore_modellogentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_path_key UNIQUE (path);

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_translation_key_locale_id_9b041bad_uniq UNIQUE (translation_key, locale_id);

ALTER TABLE ONLY public.wagtailcore_pagelogentry
    ADD CONSTRAINT wagtailcore_pagelogentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_pagerevision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubscription_page_id_user_id_0cef73ed_uniq UNIQUE (page_id, user_id);

ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageviewrest_pageviewrestriction_id_g_d23f80bb_uniq UNIQUE (pageviewrestriction_id, group_id);

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageviewrestriction_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction
    ADD CONSTRAINT wagtailcore_pageviewrestriction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenceind_base_content_type_id_obj_9e6ccd6a_uniq UNIQUE (base_content_type_id, object_id, to_content_type_id, to_object_id, content_path_hash);

ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenceindex_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_hostname_port_2c626d70_uniq UNIQUE (hostname, port);

ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_task
    ADD CONSTRAINT wagtailcore_task_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploadedfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_workflow
    ADD CONSTRAINT wagtailcore_workflow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflowcontenttype_pkey PRIMARY KEY (content_type_id);

ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflowpage_pkey PRIMARY KEY (page_id);

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflowstate_current_task_state_id_key UNIQUE (current_task_state_id);

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflowstate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflowtask_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflowtask_workflow_id_task_id_4ec7a62b_uniq UNIQUE (workflow_id, task_id);

ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendition_image_id_filter_spec_foc_323c8fe0_uniq UNIQUE (image_id, filter_spec, focal_point_key);

ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_redirect_old_path_site_id_783622d7_uniq UNIQUE (old_path, site_id);

ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_redirect_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexentry_content_type_id_object_i_bcd7ba73_uniq UNIQUE (content_type_id, object_id);

ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.webhooks_endpoint
    ADD CONSTRAINT webhooks_endpoint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhooks_received
    ADD CONSTRAINT webhooks_received_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhooks_source
    ADD CONSTRAINT webhooks_source_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhooks_source
    ADD CONSTRAINT webhooks_source_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.webhooks_thread
    ADD CONSTRAINT webhooks_thread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.website_homepage
    ADD CONSTRAINT website_homepage_pkey PRIMARY KEY (page_ptr_id);

ALTER TABLE ONLY public.website_municipalityfolder
    ADD CONSTRAINT website_municipalityfolder_pkey PRIMARY KEY (page_ptr_id);

ALTER TABLE ONLY public.website_municipalitygroup
    ADD CONSTRAINT website_municipalitygroup_group_id_key UNIQUE (group_id);

ALTER TABLE ONLY public.website_municipalitygroup
    ADD CONSTRAINT website_municipalitygroup_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipalitysite_collection_id_key UNIQUE (collection_id);

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipalitysite_folder_id_key UNIQUE (folder_id);

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipalitysite_municipality_id_key UNIQUE (municipality_id);

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipalitysite_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipalitysite_site_id_key UNIQUE (site_id);

ALTER TABLE ONLY public.website_newsindexpage
    ADD CONSTRAINT website_newsindexpage_pkey PRIMARY KEY (page_ptr_id);

ALTER TABLE ONLY public.website_newspage
    ADD CONSTRAINT website_newspage_pkey PRIMARY KEY (page_ptr_id);

ALTER TABLE ONLY public.website_publisheddocument
    ADD CONSTRAINT website_publisheddocument_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.website_textpage
    ADD CONSTRAINT website_textpage_pkey PRIMARY KEY (page_ptr_id);

CREATE INDEX absence_of_deputy ON public.people_absence USING btree (deputy_id, last_day);

CREATE UNIQUE INDEX address_once ON public.places_address USING btree (municipality_id, text);

CREATE INDEX address_point ON public.places_address USING gist (point);

CREATE INDEX address_trgm ON public.places_address USING gin (search_text public.gin_trgm_ops);

CREATE INDEX answer_draft_made ON public.suggestions_answerdraft USING btree (municipality_id, made_at);

CREATE INDEX answer_newest ON public.answers_publishedanswer USING btree (municipality_id, language, listed_at DESC, id DESC) WHERE ((status)::text = 'published'::text);

CREATE UNIQUE INDEX answer_slug_once ON public.answers_publishedanswer USING btree (municipality_id, slug);

CREATE INDEX answers_publishedanswer_case_id_13ed28e0 ON public.answers_publishedanswer USING btree (case_id);

CREATE INDEX answers_publishedanswer_checked_by_id_7440dde1 ON public.answers_publishedanswer USING btree (checked_by_id);

CREATE INDEX answers_publishedanswer_drafted_by_id_477db8d0 ON public.answers_publishedanswer USING btree (drafted_by_id);

CREATE INDEX answers_publishedanswer_municipality_id_7affc764 ON public.answers_publishedanswer USING btree (municipality_id);

CREATE INDEX answers_publishedanswer_service_id_bed12c90 ON public.answers_publishedanswer USING btree (service_id);

CREATE INDEX answers_publishedanswer_slug_5b456ca0 ON public.answers_publishedanswer USING btree (slug);

CREATE INDEX answers_publishedanswer_slug_5b456ca0_like ON public.answers_publishedanswer USING btree (slug varchar_pattern_ops);

CREATE INDEX answers_publishedanswer_topic_id_561c26db ON public.answers_publishedanswer USING btree (topic_id);

CREATE INDEX answers_publishedanswer_unit_id_3e4e1b36 ON public.answers_publishedanswer USING btree (unit_id);

CREATE INDEX application_applicant ON public.applications_application USING btree (applicant_id, id DESC);

CREATE INDEX application_person ON public.applications_application USING btree (person_id, id DESC);

CREATE INDEX applications_accountchange_decided_by_id_c174c668 ON public.applications_accountchange USING btree (decided_by_id);

CREATE INDEX applications_accountchange_grant_id_b84964e5 ON public.applications_accountchange USING btree (grant_id);

CREATE INDEX applications_accountchange_municipality_id_3d417865 ON public.applications_accountchange USING btree (municipality_id);

CREATE INDEX applications_accountchange_proposed_by_id_13a5fb1f ON public.applications_accountchange USING btree (proposed_by_id);

CREATE INDEX applications_application_municipality_id_382e8918 ON public.applications_application USING btree (municipality_id);

CREATE INDEX applications_application_ref_1739f666_like ON public.applications_application USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_application_version_id_569fd6a7 ON public.applications_application USING btree (version_id);

CREATE INDEX applications_batch_confirmed_by_id_f52c8cd9 ON public.applications_batch USING btree (confirmed_by_id);

CREATE INDEX applications_batch_made_by_id_0d5ada57 ON public.applications_batch USING btree (made_by_id);

CREATE INDEX applications_batch_municipality_id_252f4970 ON public.applications_batch USING btree (municipality_id);

CREATE INDEX applications_batch_ref_7ead1f34_like ON public.applications_batch USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_check_application_id_6922931d ON public.applications_check USING btree (application_id);

CREATE INDEX applications_check_done_by_id_0b8ba508 ON public.applications_check USING btree (done_by_id);

CREATE INDEX applications_check_municipality_id_c983adb2 ON public.applications_check USING btree (municipality_id);

CREATE INDEX applications_consent_application_id_fdea238e ON public.applications_consent USING btree (application_id);

CREATE INDEX applications_consent_municipality_id_7f172b0a ON public.applications_consent USING btree (municipality_id);

CREATE INDEX applications_consent_ref_de0b4c39_like ON public.applications_consent USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_decision_confirmed_by_id_e804ecd7 ON public.applications_decision USING btree (confirmed_by_id);

CREATE INDEX applications_decision_drafted_by_id_7b1658de ON public.applications_decision USING btree (drafted_by_id);

CREATE INDEX applications_decision_municipality_id_3146be8e ON public.applications_decision USING btree (municipality_id);

CREATE INDEX applications_decision_rule_id_031eb824 ON public.applications_decision USING btree (rule_id);

CREATE INDEX applications_draft_form_id_41e01ef3 ON public.applications_draft USING btree (form_id);

CREATE INDEX applications_draft_municipality_id_71bce43b ON public.applications_draft USING btree (municipality_id);

CREATE INDEX applications_draft_person_id_a0986fca ON public.applications_draft USING btree (person_id);

CREATE INDEX applications_draft_ref_093b1034_like ON public.applications_draft USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_draft_version_id_d173a91c ON public.applications_draft USING btree (version_id);

CREATE INDEX applications_file_application_id_58bb105b ON public.applications_file USING btree (application_id);

CREATE INDEX applications_file_draft_id_0bb4bc4a ON public.applications_file USING btree (draft_id);

CREATE INDEX applications_file_municipality_id_959ef965 ON public.applications_file USING btree (municipality_id);

CREATE INDEX applications_file_ref_8250c4a6_like ON public.applications_file USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_grant_benefit_id_cbb7694f ON public.applications_grant USING btree (benefit_id);

CREATE INDEX applications_grant_municipality_id_a6a0754b ON public.applications_grant USING btree (municipality_id);

CREATE INDEX applications_grant_person_id_d673da93 ON public.applications_grant USING btree (person_id);

CREATE INDEX applications_handling_benefit_id_5281bb4d ON public.applications_handling USING btree (benefit_id);

CREATE INDEX applications_handling_municipality_id_00ec652f ON public.applications_handling USING btree (municipality_id);

CREATE INDEX applications_payout_batch_id_33be0850 ON public.applications_payout USING btree (batch_id);

CREATE INDEX applications_payout_municipality_id_10b33031 ON public.applications_payout USING btree (municipality_id);

CREATE INDEX applications_payout_ref_9e6a937c_like ON public.applications_payout USING btree (ref varchar_pattern_ops);

CREATE INDEX applications_payout_returned_by_id_69671a75 ON public.applications_payout USING btree (returned_by_id);

CREATE INDEX applications_term_municipality_id_ffe64bde ON public.applications_term USING btree (municipality_id);

CREATE UNIQUE INDEX area_code_once ON public.places_area USING btree (kind, code, municipality_id) NULLS NOT DISTINCT;

CREATE INDEX asset_by_label ON public.assets_asset USING btree (layer_id, label, id) WHERE ((state)::text = 'in_use'::text);

CREATE UNIQUE INDEX asset_external_once ON public.assets_asset USING btree (layer_id, external_id);

CREATE UNIQUE INDEX asset_import_one_at_a_time ON public.assets_layerimport USING btree (layer_id) WHERE ((state)::text = 'running'::text);

CREATE UNIQUE INDEX asset_layer_field_once ON public.assets_layerfield USING btree (layer_id, code);

CREATE UNIQUE INDEX asset_layer_slug_once ON public.assets_layer USING btree (municipality_id, slug);

CREATE INDEX asset_place ON public.assets_asset USING gist (layer_id, point) WHERE ((state)::text = 'in_use'::text);

CREATE INDEX asset_words ON public.assets_asset USING gin (search_text public.gin_trgm_ops);

CREATE INDEX assets_asset_area_id_779a1370 ON public.assets_asset USING btree (area_id);

CREATE INDEX assets_asset_ref_6bfd9ff2_like ON public.assets_asset USING btree (ref varchar_pattern_ops);

CREATE INDEX assets_layer_municipality_id_49c3a24e ON public.assets_layer USING btree (municipality_id);

CREATE INDEX assets_layer_services_layer_id_3f1d1d99 ON public.assets_layer_services USING btree (layer_id);

CREATE INDEX assets_layer_services_service_id_49534650 ON public.assets_layer_services USING btree (service_id);

CREATE INDEX assets_layer_slug_6fb2c1ca ON public.assets_layer USING btree (slug);

CREATE INDEX assets_layer_slug_6fb2c1ca_like ON public.assets_layer USING btree (slug varchar_pattern_ops);

CREATE INDEX assets_layerfield_layer_id_f0d7e8de ON public.assets_layerfield USING btree (layer_id);

CREATE INDEX assets_layerfield_municipality_id_598e4975 ON public.assets_layerfield USING btree (municipality_id);

CREATE INDEX assets_layerimport_by_id_772cb7b9 ON public.assets_layerimport USING btree (by_id);

CREATE INDEX assets_layerimport_layer_id_ef7d0566 ON public.assets_layerimport USING btree (layer_id);

CREATE INDEX assets_layerimport_municipality_id_159d7c18 ON public.assets_layerimport USING btree (municipality_id);

CREATE INDEX assistant_answerrule_municipality_id_e608d3b4 ON public.assistant_answerrule USING btree (municipality_id);

CREATE INDEX assistant_exchange_gap_id_f0acfa9a ON public.assistant_exchange USING btree (gap_id);

CREATE INDEX assistant_exchange_municipality_id_e2c37796 ON public.assistant_exchange USING btree (municipality_id);

CREATE INDEX assistant_exchange_ref_7aca59f8_like ON public.assistant_exchange USING btree (ref varchar_pattern_ops);

CREATE INDEX assistant_exchange_topic_id_f8fbe668 ON public.assistant_exchange USING btree (topic_id);

CREATE INDEX assistant_gap_answer_id_fb52818f ON public.assistant_gap USING btree (answer_id);

CREATE INDEX assistant_gap_merged_into_id_89c71b0d ON public.assistant_gap USING btree (merged_into_id);

CREATE INDEX assistant_gap_municipality_id_12f8a681 ON public.assistant_gap USING btree (municipality_id);

CREATE INDEX assistant_gap_topic_id_01c33a57 ON public.assistant_gap USING btree (topic_id);

CREATE INDEX assistant_helpline_municipality_id_cbc9d452 ON public.assistant_helpline USING btree (municipality_id);

CREATE INDEX assistant_questionvector_municipality_id_6db05397 ON public.assistant_questionvector USING btree (municipality_id);

CREATE INDEX attempt_delivery ON public.deliveries_attempt USING btree (delivery_id, id);

CREATE INDEX attempt_open ON public.payments_attempt USING btree (asked_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX base_content_object_idx ON public.wagtailcore_revision USING btree (base_content_type_id, object_id);

CREATE INDEX batch_newest ON public.applications_batch USING btree (municipality_id, id DESC);

CREATE UNIQUE INDEX benefit_code_once ON public.benefits_benefit USING btree (municipality_id, code);

CREATE UNIQUE INDEX benefit_once_a_period ON public.applications_grant USING btree (benefit_id, person_id, period);

CREATE INDEX benefits_benefit_code_f066a6a5 ON public.benefits_benefit USING btree (code);

CREATE INDEX benefits_benefit_code_f066a6a5_like ON public.benefits_benefit USING btree (code varchar_pattern_ops);

CREATE INDEX benefits_benefit_municipality_id_96ec7e7b ON public.benefits_benefit USING btree (municipality_id);

CREATE INDEX benefits_benefit_service_id_db4a4272 ON public.benefits_benefit USING btree (service_id);

CREATE INDEX benefits_benefitrule_benefit_id_7522b2bd ON public.benefits_benefitrule USING btree (benefit_id);

CREATE INDEX benefits_benefitrule_municipality_id_07fe1ad1 ON public.benefits_benefitrule USING btree (municipality_id);

CREATE INDEX booking_asked ON public.bookings_booking USING btree (starts_at) WHERE ((status)::text = 'asked'::text);

CREATE INDEX booking_held ON public.bookings_booking USING btree (hold_until) WHERE ((status)::text = 'held'::text);

CREATE INDEX booking_payment ON public.bookings_booking USING btree (payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX booking_person ON public.bookings_booking USING btree (person_id, starts_at DESC);

CREATE INDEX booking_time ON public.bookings_booking USING btree (resource_id, starts_at);

CREATE INDEX booking_to_come ON public.bookings_booking USING btree (starts_at) WHERE ((status)::text = 'confirmed'::text);

CREATE INDEX bookings_booking_group_id_a32e0813 ON public.bookings_booking USING btree (group_id);

CREATE INDEX bookings_booking_item_id_c4c183d3 ON public.bookings_booking USING btree (item_id);

CREATE INDEX bookings_booking_made_by_id_c6a8bbff ON public.bookings_booking USING btree (made_by_id);

CREATE INDEX bookings_booking_municipality_id_5f70b202 ON public.bookings_booking USING btree (municipality_id);

CREATE INDEX bookings_booking_payment_id_c4a0ad11 ON public.bookings_booking USING btree (payment_id);

CREATE INDEX bookings_booking_person_id_d07e3add ON public.bookings_booking USING btree (person_id);

CREATE INDEX bookings_booking_ref_3414c8ee_like ON public.bookings_booking USING btree (ref varchar_pattern_ops);

CREATE INDEX bookings_booking_resource_id_1536c4cc ON public.bookings_booking USING btree (resource_id);

CREATE INDEX bookings_booking_series_id_5807db19 ON public.bookings_booking USING btree (series_id);

CREATE INDEX bookings_booking_token_0755cb82_like ON public.bookings_booking USING btree (token varchar_pattern_ops);

CREATE INDEX bookings_busytime_calendar_id_eb30306b ON public.bookings_busytime USING btree (calendar_id);

CREATE INDEX bookings_busytime_municipality_id_42296ac7 ON public.bookings_busytime USING btree (municipality_id);

CREATE INDEX bookings_busytime_resource_id_d9e743bf ON public.bookings_busytime USING btree (resource_id);

CREATE INDEX bookings_calendarlink_digest_db78fc9b_like ON public.bookings_calendarlink USING btree (digest varchar_pattern_ops);

CREATE INDEX bookings_calendarlink_holder_id_bad27bdc ON public.bookings_calendarlink USING btree (holder_id);

CREATE INDEX bookings_calendarlink_municipality_id_903423db ON public.bookings_calendarlink USING btree (municipality_id);

CREATE INDEX bookings_calendarlink_person_id_39bf93f6 ON public.bookings_calendarlink USING btree (person_id);

CREATE INDEX bookings_calendarlink_resource_id_614b78a9 ON public.bookings_calendarlink USING btree (resource_id);

CREATE INDEX bookings_calendarlink_user_id_34c2cec7 ON public.bookings_calendarlink USING btree (user_id);

CREATE INDEX bookings_foreigncalendar_municipality_id_79a56461 ON public.bookings_foreigncalendar USING btree (municipality_id);

CREATE INDEX bookings_foreigncalendar_resource_id_66912b07 ON public.bookings_foreigncalendar USING btree (resource_id);

CREATE INDEX bookings_group_municipality_id_513d33b4 ON public.bookings_group USING btree (municipality_id);

CREATE INDEX bookings_groupmember_group_id_627f897e ON public.bookings_groupmember USING btree (group_id);

CREATE INDEX bookings_groupmember_municipality_id_8e55e756 ON public.bookings_groupmember USING btree (municipality_id);

CREATE INDEX bookings_groupmember_person_id_d59b1c48 ON public.bookings_groupmember USING btree (person_id);

CREATE INDEX bookings_item_municipality_id_01ce678d ON public.bookings_item USING btree (municipality_id);

CREATE INDEX bookings_item_resource_id_feb21953 ON public.bookings_item USING btree (resource_id);

CREATE INDEX bookings_openingexception_municipality_id_17e187aa ON public.bookings_openingexception USING btree (municipality_id);

CREATE INDEX bookings_openingexception_resource_id_b1948f3a ON public.bookings_openingexception USING btree (resource_id);

CREATE INDEX bookings_openingrule_municipality_id_0b070a59 ON public.bookings_openingrule USING btree (municipality_id);

CREATE INDEX bookings_openingrule_resource_id_da240b11 ON public.bookings_openingrule USING btree (resource_id);

CREATE INDEX bookings_price_group_id_d711823e ON public.bookings_price USING btree (group_id);

CREATE INDEX bookings_price_municipality_id_e08aa7c5 ON public.bookings_price USING btree (municipality_id);

CREATE INDEX bookings_price_resource_id_f8b7871d ON public.bookings_price USING btree (resource_id);

CREATE INDEX bookings_resource_groups_group_id_b18f76fc ON public.bookings_resource_groups USING btree (group_id);

CREATE INDEX bookings_resource_groups_resource_id_dd90fa1b ON public.bookings_resource_groups USING btree (resource_id);

CREATE INDEX bookings_resource_municipality_id_90025d50 ON public.bookings_resource USING btree (municipality_id);

CREATE INDEX bookings_resource_official_id_4e7bb232 ON public.bookings_resource USING btree (official_id);

CREATE INDEX bookings_resource_service_id_317840f3 ON public.bookings_resource USING btree (service_id);

CREATE INDEX bookings_resource_slug_e04e08c0 ON public.bookings_resource USING btree (slug);

CREATE INDEX bookings_resource_slug_e04e08c0_like ON public.bookings_resource USING btree (slug varchar_pattern_ops);

CREATE INDEX bookings_resource_unit_id_e9a3bb92 ON public.bookings_resource USING btree (unit_id);

CREATE INDEX bookings_series_made_by_id_61c7dca1 ON public.bookings_series USING btree (made_by_id);

CREATE INDEX bookings_series_municipality_id_a1e22629 ON public.bookings_series USING btree (municipality_id);

CREATE INDEX bookings_series_ref_649e1352_like ON public.bookings_series USING btree (ref varchar_pattern_ops);

CREATE INDEX bookings_series_resource_id_c9ac40c8 ON public.bookings_series USING btree (resource_id);

CREATE INDEX bookings_waitingentry_municipality_id_9798de0b ON public.bookings_waitingentry USING btree (municipality_id);

CREATE INDEX bookings_waitingentry_person_id_be61617e ON public.bookings_waitingentry USING btree (person_id);

CREATE INDEX bookings_waitingentry_ref_6a214b73_like ON public.bookings_waitingentry USING btree (ref varchar_pattern_ops);

CREATE INDEX bookings_waitingentry_resource_id_3743ed49 ON public.bookings_waitingentry USING btree (resource_id);

CREATE INDEX bookings_waitingentry_token_8f72e802_like ON public.bookings_waitingentry USING btree (token varchar_pattern_ops);

CREATE UNIQUE INDEX breaker_once ON public.deliveries_breaker USING btree (municipality_id, target);

CREATE INDEX busy_time ON public.bookings_busytime USING btree (resource_id, starts_at);

CREATE UNIQUE INDEX busy_time_once ON public.bookings_busytime USING btree (calendar_id, starts_at, ends_at);

CREATE INDEX call_by_number ON public.calls_call USING btree (municipality_id, number_key) WHERE (NOT ((number_key)::text = ''::text));

CREATE INDEX call_live ON public.calls_call USING btree (municipality_id, started_at) WHERE (ended_at IS NULL);

CREATE INDEX call_newest ON public.calls_call USING btree (municipality_id, started_at DESC);

CREATE UNIQUE INDEX call_of_the_exchange_once ON public.calls_call USING btree (municipality_id, external_id) WHERE (NOT ((external_id)::text = ''::text));

CREATE INDEX call_to_forget ON public.calls_call USING btree (ended_at) WHERE (NOT ((number)::text = ''::text));

CREATE INDEX call_to_note ON public.calls_call USING btree (municipality_id, operator_id) WHERE ((noted_at IS NULL) AND (operator_id IS NOT NULL));

CREATE INDEX calls_call_case_id_c1a05ae2 ON public.calls_call USING btree (case_id);

CREATE INDEX calls_call_code_id_a9f8c080 ON public.calls_call USING btree (code_id);

CREATE INDEX calls_call_contact_id_9da4d952 ON public.calls_call USING btree (contact_id);

CREATE INDEX calls_call_handed_by_id_6d875db4 ON public.calls_call USING btree (handed_by_id);

CREATE INDEX calls_call_municipality_id_2fcbe854 ON public.calls_call USING btree (municipality_id);

CREATE INDEX calls_call_operator_id_6c7e59e6 ON public.calls_call USING btree (operator_id);

CREATE INDEX calls_call_recording_id_fae813b5 ON public.calls_call USING btree (recording_id);

CREATE INDEX calls_call_ref_ea3667f7_like ON public.calls_call USING btree (ref varchar_pattern_ops);

CREATE INDEX calls_call_rings_at_id_fa4ced44 ON public.calls_call USING btree (rings_at_id);

CREATE INDEX calls_call_unit_id_ebc9c395 ON public.calls_call USING btree (unit_id);

CREATE INDEX calls_exchangekey_municipality_id_7d510b78 ON public.calls_exchangekey USING btree (municipality_id);

CREATE INDEX calls_exchangekey_ref_cc8d8b42_like ON public.calls_exchangekey USING btree (ref varchar_pattern_ops);

CREATE INDEX calls_exchangemessage_municipality_id_84e88cbd ON public.calls_exchangemessage USING btree (municipality_id);

CREATE INDEX calls_exchangemessage_received_at_20a71cce ON public.calls_exchangemessage USING btree (received_at);

CREATE INDEX calls_keepingperiod_municipality_id_8d05f506 ON public.calls_keepingperiod USING btree (municipality_id);

CREATE INDEX calls_promise_call_id_748b78dc ON public.calls_promise USING btree (call_id);

CREATE INDEX calls_promise_case_id_00d78d34 ON public.calls_promise USING btree (case_id);

CREATE INDEX calls_promise_municipality_id_f29d8f0d ON public.calls_promise USING btree (municipality_id);

CREATE INDEX calls_promise_operator_id_57f21bcc ON public.calls_promise USING btree (operator_id);

CREATE INDEX calls_promise_ref_1eb5b29f_like ON public.calls_promise USING btree (ref varchar_pattern_ops);

CREATE INDEX calls_promise_unit_id_50731afd ON public.calls_promise USING btree (unit_id);

CREATE INDEX calls_shift_municipality_id_d72725b3 ON public.calls_shift USING btree (municipality_id);

CREATE INDEX calls_shift_operator_id_846074b5 ON public.calls_shift USING btree (operator_id);

CREATE INDEX calls_signal_at_c4ee10a7 ON public.calls_signal USING btree (at);

CREATE INDEX calls_signal_municipality_id_ed3e2ea5 ON public.calls_signal USING btree (municipality_id);

CREATE INDEX calls_signal_to_id_825c55e4 ON public.calls_signal USING btree (to_id);

CREATE INDEX calls_wrapupcode_municipality_id_f6eae227 ON public.calls_wrapupcode USING btree (municipality_id);

CREATE INDEX case_asset ON public.cases_case USING btree (asset_id, id DESC) WHERE (asset_id IS NOT NULL);

CREATE INDEX case_by_service ON public.cases_case USING btree (municipality_id, service_id, registered_at DESC, id DESC);

CREATE INDEX case_by_status ON public.cases_case USING btree (municipality_id, status, registered_at DESC, id DESC);

CREATE INDEX case_by_unit ON public.cases_case USING btree (municipality_id, unit_id, registered_at DESC, id DESC);

CREATE INDEX case_changed ON public.cases_case USING btree (municipality_id, updated_at DESC, id DESC);

CREATE INDEX case_concerned ON public.cases_case USING btree (concerned_id, id DESC) WHERE (concerned_id IS NOT NULL);

CREATE UNIQUE INDEX case_external_once ON public.cases_case USING btree (municipality_id, external_source, external_id) WHERE (NOT ((external_id)::text = ''::text));

CREATE INDEX case_merged ON public.cases_case USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX case_newest ON public.cases_case USING btree (municipality_id, id DESC);

CREATE INDEX case_open_due ON public.cases_case USING btree (municipality_id, due_on, id) WHERE (closed_at IS NULL);

CREATE INDEX case_open_official ON public.cases_case USING btree (official_id, due_on, id) WHERE ((closed_at IS NULL) AND (official_id IS NOT NULL));

CREATE INDEX case_person ON public.cases_case USING btree (person_id, id DESC) WHERE (person_id IS NOT NULL);

CREATE INDEX case_point ON public.cases_case USING gist (point) WHERE (point IS NOT NULL);

CREATE INDEX case_public ON public.cases_case USING btree (municipality_id, id DESC) WHERE is_public;

CREATE INDEX case_registered ON public.cases_case USING btree (municipality_id, registered_at DESC, id DESC);

CREATE INDEX case_words ON public.cases_case USING gin (words);

CREATE INDEX cases_answertemplate_municipality_id_4a93eb2f ON public.cases_answertemplate USING btree (municipality_id);

CREATE INDEX cases_answertemplate_service_id_75edd80c ON public.cases_answertemplate USING btree (service_id);

CREATE INDEX cases_attachment_case_id_1cf64b9f ON public.cases_attachment USING btree (case_id);

CREATE INDEX cases_attachment_message_id_463c3649 ON public.cases_attachment USING btree (message_id);

CREATE INDEX cases_attachment_municipality_id_5d03f12e ON public.cases_attachment USING btree (municipality_id);

CREATE INDEX cases_attachment_ref_214cf8bf_like ON public.cases_attachment USING btree (ref varchar_pattern_ops);

CREATE INDEX cases_case_contact_id_c383cc8a ON public.cases_case USING btree (contact_id);

CREATE INDEX cases_case_official_id_f734cd0a ON public.cases_case USING btree (official_id);

CREATE INDEX cases_caseparticipant_case_id_951cb085 ON public.cases_caseparticipant USING btree (case_id);

CREATE INDEX cases_caseparticipant_municipality_id_b016ef21 ON public.cases_caseparticipant USING btree (municipality_id);

CREATE INDEX cases_clockrule_municipality_id_66253795 ON public.cases_clockrule USING btree (municipality_id);

CREATE INDEX cases_follower_case_id_b231ad16 ON public.cases_follower USING btree (case_id);

CREATE INDEX cases_follower_municipality_id_988274af ON public.cases_follower USING btree (municipality_id);

CREATE INDEX cases_follower_token_7fc230c2_like ON public.cases_follower USING btree (token varchar_pattern_ops);

CREATE INDEX cases_retentionrule_municipality_id_5b456022 ON public.cases_retentionrule USING btree (municipality_id);

CREATE INDEX cases_routingrule_area_id_68c1b32f ON public.cases_routingrule USING btree (area_id);

CREATE INDEX cases_routingrule_municipality_id_56ed6082 ON public.cases_routingrule USING btree (municipality_id);

CREATE INDEX cases_routingrule_official_id_aa58f319 ON public.cases_routingrule USING btree (official_id);

CREATE INDEX cases_routingrule_service_id_f6a0eeca ON public.cases_routingrule USING btree (service_id);

CREATE INDEX cases_routingrule_set_service_id_b26e4658 ON public.cases_routingrule USING btree (set_service_id);

CREATE INDEX cases_routingrule_unit_id_d9e6b713 ON public.cases_routingrule USING btree (unit_id);

CREATE INDEX cases_savedview_municipality_id_b2016672 ON public.cases_savedview USING btree (municipality_id);

CREATE INDEX cases_savedview_user_id_d4a28431 ON public.cases_savedview USING btree (user_id);

CREATE INDEX cases_sensitivityrule_municipality_id_8a16f0d5 ON public.cases_sensitivityrule USING btree (municipality_id);

CREATE INDEX cases_sensitivityrule_unit_id_70c3eb4d ON public.cases_sensitivityrule USING btree (unit_id);

CREATE UNIQUE INDEX channel_year_once ON public.services_channelyear USING btree (channel_id, year);

CREATE INDEX channels_heard_municipality_id_ca224f54 ON public.channels_heard USING btree (municipality_id);

CREATE INDEX channels_letter_case_id_118fdacd ON public.channels_letter USING btree (case_id);

CREATE INDEX channels_letter_municipality_id_58f590b1 ON public.channels_letter USING btree (municipality_id);

CREATE INDEX channels_wording_changed_by_id_1c6b57c4 ON public.channels_wording USING btree (changed_by_id);

CREATE INDEX channels_wording_municipality_id_9f476c46 ON public.channels_wording USING btree (municipality_id);

CREATE UNIQUE INDEX checked_once ON public.applications_check USING btree (application_id, text);

CREATE UNIQUE INDEX consent_once ON public.applications_consent USING btree (application_id, person_id);

CREATE INDEX consent_person ON public.applications_consent USING btree (person_id, id DESC);

CREATE UNIQUE INDEX considered_once ON public.offers_considered USING btree (rule_id, person_id, period);

CREATE INDEX content_object_idx ON public.wagtailcore_revision USING btree (content_type_id, object_id);

CREATE INDEX core_host_municipality_id_d8c067e9 ON public.core_host USING btree (municipality_id);

CREATE INDEX core_host_name_f5197852_like ON public.core_host USING btree (name varchar_pattern_ops);

CREATE INDEX core_journalentry_municipality_id_e229a68b ON public.core_journalentry USING btree (municipality_id);

CREATE INDEX core_municipality_code_b7a40ba1_like ON public.core_municipality USING btree (code varchar_pattern_ops);

CREATE INDEX core_municipality_slug_52985bd3_like ON public.core_municipality USING btree (slug varchar_pattern_ops);

CREATE INDEX core_ratecounter_expires_at_3ebc2005 ON public.core_ratecounter USING btree (expires_at);

CREATE INDEX core_ratecounter_key_7b3d8ac4_like ON public.core_ratecounter USING btree (key varchar_pattern_ops);

CREATE INDEX decision_waiting ON public.applications_decision USING btree (municipality_id, drafted_at, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX deliveries_breaker_municipality_id_a83c67ad ON public.deliveries_breaker USING btree (municipality_id);

CREATE INDEX delivery_by_status ON public.deliveries_delivery USING btree (municipality_id, status, id DESC);

CREATE INDEX delivery_by_target ON public.deliveries_delivery USING btree (municipality_id, target, id DESC);

CREATE INDEX delivery_due ON public.deliveries_delivery USING btree (next_at, id) WHERE ((status)::text = 'waiting'::text);

CREATE INDEX delivery_newest ON public.deliveries_delivery USING btree (municipality_id, id DESC);

CREATE UNIQUE INDEX delivery_once ON public.deliveries_delivery USING btree (municipality_id, key);

CREATE INDEX delivery_subject ON public.deliveries_delivery USING btree (subject_type, subject_id, id);

CREATE INDEX delivery_to_forget ON public.deliveries_delivery USING btree (ended_at, id) WHERE ((ended_at IS NOT NULL) AND (forgotten_at IS NULL));

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE UNIQUE INDEX document_once ON public.search_document USING btree (municipality_id, kind, key, language);

CREATE INDEX document_words ON public.search_document USING gin (municipality_id, language, vector);

CREATE UNIQUE INDEX draft_once ON public.applications_draft USING btree (applicant_id, person_id, form_id);

CREATE INDEX draft_saved ON public.applications_draft USING btree (saved_at);

CREATE UNIQUE INDEX embedding_model_once ON public.search_embeddingmodel USING btree (name, url);

CREATE INDEX embedding_of_document ON public.search_embedding USING btree (document_id, model_id);

CREATE UNIQUE INDEX embedding_once ON public.search_embedding USING btree (passage_id, model_id);

CREATE UNIQUE INDEX endpoint_name_once ON public.webhooks_endpoint USING btree (municipality_id, name);

CREATE UNIQUE INDEX exchange_address_once ON public.exchange_ownaddress USING btree (registry_code, subsystem);

CREATE INDEX exchange_document_address_id_b95ddcd9 ON public.exchange_document USING btree (address_id);

CREATE INDEX exchange_document_case_id_72d0b784 ON public.exchange_document USING btree (case_id);

CREATE INDEX exchange_document_failed ON public.exchange_document USING btree (municipality_id, id DESC) WHERE ((state)::text = 'failed'::text);

CREATE INDEX exchange_document_guid ON public.exchange_document USING btree (municipality_id, guid);

CREATE INDEX exchange_document_newest ON public.exchange_document USING btree (municipality_id, direction, id DESC);

CREATE INDEX exchange_document_participant_id_aefeee40 ON public.exchange_document USING btree (participant_id);

CREATE INDEX exchange_document_ref_d7a054c7_like ON public.exchange_document USING btree (ref varchar_pattern_ops);

CREATE INDEX exchange_document_reply_to_id_ea900af8 ON public.exchange_document USING btree (reply_to_id);

CREATE UNIQUE INDEX exchange_message_once ON public.calls_exchangemessage USING btree (municipality_id, signature);

CREATE UNIQUE INDEX exchange_message_sent_once ON public.exchange_document USING btree (case_id, message_id) WHERE (((direction)::text = 'out'::text) AND (message_id IS NOT NULL));

CREATE INDEX exchange_newest ON public.assistant_exchange USING btree (municipality_id, asked_at DESC, id DESC);

CREATE INDEX exchange_ownaddress_municipality_id_8ce5003a ON public.exchange_ownaddress USING btree (municipality_id);

CREATE INDEX exchange_participant_intermediary_id_33af3071 ON public.exchange_participant USING btree (intermediary_id);

CREATE INDEX exchange_participant_municipality_id_77897ea2 ON public.exchange_participant USING btree (municipality_id);

CREATE UNIQUE INDEX exchange_participant_once ON public.exchange_participant USING btree (municipality_id, registry_code, subsystem, system);

CREATE UNIQUE INDEX exchange_taken_once ON public.exchange_document USING btree (municipality_id, partner_id, consignment_id) WHERE ((direction)::text = 'in'::text);

CREATE UNIQUE INDEX exchange_type_once ON public.exchange_typerule USING btree (municipality_id, lower((document_type)::text));

CREATE INDEX exchange_typerule_municipality_id_e7a8119f ON public.exchange_typerule USING btree (municipality_id);

CREATE INDEX exchange_typerule_service_id_dc12850a ON public.exchange_typerule USING btree (service_id);

CREATE INDEX exchange_unanswered ON public.assistant_exchange USING btree (municipality_id, asked_at DESC, id DESC) WHERE (NOT answered);

CREATE UNIQUE INDEX follow_once ON public.cases_follower USING btree (case_id, email);

CREATE UNIQUE INDEX foreign_calendar_once ON public.bookings_foreigncalendar USING btree (resource_id, url);

CREATE INDEX form_changed ON public.service_forms_form USING btree (municipality_id, changed_at DESC, id DESC);

CREATE UNIQUE INDEX form_version_once ON public.service_forms_formversion USING btree (form_id, number);

CREATE INDEX formstate_user_object ON public.wagtailadmin_formstate USING btree (user_id, content_type_id, object_id, parent_object_id);

CREATE INDEX gap_most_asked ON public.assistant_gap USING btree (municipality_id, state, asked DESC, id DESC);

CREATE INDEX grant_due ON public.applications_grant USING btree (municipality_id, pay_by, id);

CREATE UNIQUE INDEX group_member_once ON public.bookings_groupmember USING btree (group_id, person_id);

CREATE UNIQUE INDEX group_once_a_role ON public.website_municipalitygroup USING btree (municipality_id, role);

CREATE INDEX handover_external ON public.open311_handover USING btree (partner_id, external_id) WHERE (NOT ((external_id)::text = ''::text));

CREATE INDEX handover_partner ON public.open311_handover USING btree (partner_id, state, id);

CREATE INDEX handover_state ON public.open311_handover USING btree (municipality_id, state, id DESC);

CREATE INDEX handover_to_check ON public.open311_handover USING btree (municipality_id, id DESC) WHERE to_check;

CREATE INDEX heard_newest ON public.channels_heard USING btree (case_id, id DESC);

CREATE UNIQUE INDEX heard_once ON public.channels_heard USING btree (case_id, message_id);

CREATE UNIQUE INDEX idempotency_once ON public.open311_idempotencykey USING btree (api_key_id, key);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE UNIQUE INDEX item_number_once ON public.bookings_item USING btree (resource_id, number);

CREATE INDEX job_start_newest ON public.deliveries_jobstart USING btree (started_at DESC);

CREATE INDEX journal_subject ON public.core_journalentry USING btree (subject_type, subject_id, id);

CREATE INDEX learnt_model_newest ON public.suggestions_learntmodel USING btree (municipality_id, field, trained_at DESC);

CREATE INDEX letter_newest ON public.channels_letter USING btree (municipality_id, id DESC);

CREATE UNIQUE INDEX letter_once ON public.channels_letter USING btree (municipality_id, key);

CREATE INDEX letter_token ON public.channels_letter USING btree (token) WHERE (NOT ((token)::text = ''::text));

CREATE INDEX letter_waiting ON public.channels_letter USING btree (id) WHERE ((status)::text = 'queued'::text);

CREATE UNIQUE INDEX life_event_address_once ON public.lifeevents_lifeevent USING btree (municipality_id, slug) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX life_event_question_once ON public.lifeevents_question USING btree (event_id, key);

CREATE UNIQUE INDEX life_event_step_once ON public.lifeevents_step USING btree (event_id, key);

CREATE INDEX lifeevents_handover_benefit_id_ddebd143 ON public.lifeevents_handover USING btree (benefit_id);

CREATE INDEX lifeevents_handover_expires_at_cff6e0a5 ON public.lifeevents_handover USING btree (expires_at);

CREATE INDEX lifeevents_handover_municipality_id_e032297d ON public.lifeevents_handover USING btree (municipality_id);

CREATE INDEX lifeevents_handover_token_4e85e238_like ON public.lifeevents_handover USING btree (token varchar_pattern_ops);

CREATE INDEX lifeevents_lifeevent_municipality_id_445c4bce ON public.lifeevents_lifeevent USING btree (municipality_id);

CREATE INDEX lifeevents_lifeevent_slug_4b9b23e4 ON public.lifeevents_lifeevent USING btree (slug);

CREATE INDEX lifeevents_lifeevent_slug_4b9b23e4_like ON public.lifeevents_lifeevent USING btree (slug varchar_pattern_ops);

CREATE INDEX lifeevents_question_event_id_7ae93e88 ON public.lifeevents_question USING btree (event_id);

CREATE INDEX lifeevents_question_key_a0db620c ON public.lifeevents_question USING btree (key);

CREATE INDEX lifeevents_question_key_a0db620c_like ON public.lifeevents_question USING btree (key varchar_pattern_ops);

CREATE INDEX lifeevents_savedpath_event_id_b0022c20 ON public.lifeevents_savedpath USING btree (event_id);

CREATE INDEX lifeevents_savedpath_municipality_id_e57c0c15 ON public.lifeevents_savedpath USING btree (municipality_id);

CREATE INDEX lifeevents_step_event_id_3238822a ON public.lifeevents_step USING btree (event_id);

CREATE INDEX lifeevents_step_key_87d780af ON public.lifeevents_step USING btree (key);

CREATE INDEX lifeevents_step_key_87d780af_like ON public.lifeevents_step USING btree (key varchar_pattern_ops);

CREATE INDEX lifeevents_step_service_slug_5e9cc054 ON public.lifeevents_step USING btree (service_slug);

CREATE INDEX lifeevents_step_service_slug_5e9cc054_like ON public.lifeevents_step USING btree (service_slug varchar_pattern_ops);

CREATE INDEX look_person ON public.tracker_look USING btree (person_id, id DESC);

CREATE INDEX mail_id ON public.mailbox_mail USING btree (municipality_id, message_id) WHERE (NOT ((message_id)::text = ''::text));

CREATE INDEX mail_newest ON public.mailbox_mail USING btree (municipality_id, id DESC);

CREATE UNIQUE INDEX mail_once ON public.mailbox_mail USING btree (municipality_id, fingerprint);

CREATE UNIQUE INDEX mail_opens_case_once ON public.mailbox_mail USING btree (case_id) WHERE ((state)::text = 'case'::text);

CREATE INDEX mail_period ON public.mailbox_mail USING btree (forget_after) WHERE (NOT is_forgotten);

CREATE INDEX mail_sender ON public.mailbox_mail USING btree (municipality_id, sender_key, received_at);

CREATE INDEX mail_state ON public.mailbox_mail USING btree (municipality_id, state, id DESC);

CREATE INDEX mail_waiting ON public.mailbox_mail USING btree (municipality_id, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX mailbox_box_address_365e6183_like ON public.mailbox_box USING btree (address varchar_pattern_ops);

CREATE INDEX mailbox_box_municipality_id_6d166f41 ON public.mailbox_box USING btree (municipality_id);

CREATE INDEX mailbox_box_service_id_728b137a ON public.mailbox_box USING btree (service_id);

CREATE INDEX mailbox_box_topic_id_12f1e045 ON public.mailbox_box USING btree (topic_id);

CREATE INDEX mailbox_box_unit_id_769bc976 ON public.mailbox_box USING btree (unit_id);

CREATE INDEX mailbox_content_municipality_id_853ef0be ON public.mailbox_content USING btree (municipality_id);

CREATE INDEX mailbox_doorkey_digest_dfbcc325_like ON public.mailbox_doorkey USING btree (digest varchar_pattern_ops);

CREATE INDEX mailbox_doorkey_municipality_id_64bd5ec5 ON public.mailbox_doorkey USING btree (municipality_id);

CREATE INDEX mailbox_mail_box_id_791e5862 ON public.mailbox_mail USING btree (box_id);

CREATE INDEX mailbox_mail_case_id_25c0b6c5 ON public.mailbox_mail USING btree (case_id);

CREATE INDEX mailbox_mail_letter_id_6a2643e4 ON public.mailbox_mail USING btree (letter_id);

CREATE INDEX mailbox_mail_municipality_id_47f60e7e ON public.mailbox_mail USING btree (municipality_id);

CREATE INDEX mailbox_mail_ref_a8b91ce0_like ON public.mailbox_mail USING btree (ref varchar_pattern_ops);

CREATE INDEX mailbox_retentionperiod_municipality_id_218ba84c ON public.mailbox_retentionperiod USING btree (municipality_id);

CREATE INDEX message_case ON public.cases_message USING btree (case_id, id);

CREATE INDEX news_newest ON public.website_newspage USING btree (date DESC, page_ptr_id DESC);

CREATE INDEX notice_newest ON public.notices_notice USING btree (municipality_id, listed_at DESC, id DESC);

CREATE INDEX notices_notice_areas_area_id_2aa0a012 ON public.notices_notice_areas USING btree (area_id);

CREATE INDEX notices_notice_areas_notice_id_c5c190c8 ON public.notices_notice_areas USING btree (notice_id);

CREATE INDEX notices_notice_author_id_99ebb3e0 ON public.notices_notice USING btree (author_id);

CREATE INDEX notices_notice_municipality_id_6938e808 ON public.notices_notice USING btree (municipality_id);

CREATE INDEX notices_notice_ref_3a2e38d0_like ON public.notices_notice USING btree (ref varchar_pattern_ops);

CREATE INDEX notices_notice_services_notice_id_6fedeb29 ON public.notices_notice_services USING btree (notice_id);

CREATE INDEX notices_notice_services_service_id_9dd45ce0 ON public.notices_notice_services USING btree (service_id);

CREATE INDEX notices_notice_topics_notice_id_8c6833d5 ON public.notices_notice_topics USING btree (notice_id);

CREATE INDEX notices_notice_topics_topic_id_d4d1d455 ON public.notices_notice_topics USING btree (topic_id);

CREATE INDEX notices_subscriber_municipality_id_edf5bcb9 ON public.notices_subscriber USING btree (municipality_id);

CREATE INDEX notices_subscriber_token_4397f656_like ON public.notices_subscriber USING btree (token varchar_pattern_ops);

CREATE UNIQUE INDEX offer_consent_once ON public.offers_offerconsent USING btree (person_id, purpose_id) WHERE (withdrawn_at IS NULL);

CREATE INDEX offer_consent_person ON public.offers_offerconsent USING btree (person_id, id DESC);

CREATE UNIQUE INDEX offer_once ON public.offers_offer USING btree (rule_id, person_id, subject_id, period);

CREATE INDEX offer_open ON public.offers_offer USING btree (rule_id, checked_in) WHERE ((state)::text = 'open'::text);

CREATE INDEX offer_person ON public.offers_offer USING btree (person_id, id DESC);

CREATE UNIQUE INDEX offer_purpose_once ON public.offers_purpose USING btree (municipality_id, code);

CREATE INDEX offer_run_newest ON public.offers_run USING btree (rule_id, id DESC);

CREATE INDEX offers_considered_municipality_id_b6f824c2 ON public.offers_considered USING btree (municipality_id);

CREATE INDEX offers_considered_person_id_02a259c8 ON public.offers_considered USING btree (person_id);

CREATE INDEX offers_offer_benefit_rule_id_520ba7a5 ON public.offers_offer USING btree (benefit_rule_id);

CREATE INDEX offers_offer_municipality_id_7549244d ON public.offers_offer USING btree (municipality_id);

CREATE INDEX offers_offer_ref_7f42ee12_like ON public.offers_offer USING btree (ref varchar_pattern_ops);

CREATE INDEX offers_offer_subject_id_44ba6eba ON public.offers_offer USING btree (subject_id);

CREATE INDEX offers_offerconsent_municipality_id_83d76613 ON public.offers_offerconsent USING btree (municipality_id);

CREATE INDEX offers_offerrule_benefit_id_229c82e3 ON public.offers_offerrule USING btree (benefit_id);

CREATE INDEX offers_offerrule_changed_by_id_bae90b53 ON public.offers_offerrule USING btree (changed_by_id);

CREATE INDEX offers_offerrule_municipality_id_d402e50b ON public.offers_offerrule USING btree (municipality_id);

CREATE INDEX offers_offerrule_purpose_id_6d2180cd ON public.offers_offerrule USING btree (purpose_id);

CREATE INDEX offers_offerrule_ref_55b2e1d6_like ON public.offers_offerrule USING btree (ref varchar_pattern_ops);

CREATE INDEX offers_offerrule_released_by_id_0b1c0acc ON public.offers_offerrule USING btree (released_by_id);

CREATE INDEX offers_preference_municipality_id_0a2923b8 ON public.offers_preference USING btree (municipality_id);

CREATE INDEX offers_purpose_code_87acd090 ON public.offers_purpose USING btree (code);

CREATE INDEX offers_purpose_code_87acd090_like ON public.offers_purpose USING btree (code varchar_pattern_ops);

CREATE INDEX offers_purpose_municipality_id_47fac1e0 ON public.offers_purpose USING btree (municipality_id);

CREATE INDEX offers_refusal_municipality_id_1802664d ON public.offers_refusal USING btree (municipality_id);

CREATE INDEX offers_refusal_subject_id_862a5431 ON public.offers_refusal USING btree (subject_id);

CREATE INDEX offers_run_made_by_id_797853e6 ON public.offers_run USING btree (made_by_id);

CREATE INDEX offers_run_municipality_id_3a867ca6 ON public.offers_run USING btree (municipality_id);

CREATE INDEX offers_run_rule_id_9bbf3cd3 ON public.offers_run USING btree (rule_id);

CREATE UNIQUE INDEX one_answer_rule_a_day ON public.assistant_answerrule USING btree (municipality_id, valid_from) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX one_calendar_of_holder ON public.bookings_calendarlink USING btree (person_id, holder_id) WHERE ((person_id IS NOT NULL) AND (revoked_at IS NULL));

CREATE UNIQUE INDEX one_calendar_of_user ON public.bookings_calendarlink USING btree (resource_id, user_id) WHERE ((revoked_at IS NULL) AND (user_id IS NOT NULL));

CREATE UNIQUE INDEX one_clock_rule_a_day ON public.cases_clockrule USING btree (kind, municipality_id, valid_from) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX one_embedding_model_in_use ON public.search_embeddingmodel USING btree (state) WHERE ((state)::text = 'active'::text);

CREATE UNIQUE INDEX one_help_line_a_day ON public.assistant_helpline USING btree (municipality_id, number, valid_from) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX one_learnt_model_in_use ON public.suggestions_learntmodel USING btree (municipality_id, field) WHERE ((result)::text = 'used'::text);

CREATE UNIQUE INDEX one_live_call_an_operator ON public.calls_call USING btree (municipality_id, operator_id) WHERE ((ended_at IS NULL) AND (operator_id IS NOT NULL));

CREATE UNIQUE INDEX one_live_handover ON public.open311_handover USING btree (case_id) WHERE ((state)::text = ANY (ARRAY[('proposed'::character varying)::text, ('queued'::character varying)::text, ('unknown'::character varying)::text, ('sent'::character varying)::text]));

CREATE UNIQUE INDEX one_open_form_of_service ON public.service_forms_form USING btree (service_id) WHERE is_open;

CREATE UNIQUE INDEX one_open_invitation ON public.people_invitation USING btree (municipality_id, email, role) WHERE (accepted_at IS NULL);

CREATE UNIQUE INDEX one_operator_an_extension ON public.calls_shift USING btree (municipality_id, extension) WHERE ((ended_at IS NULL) AND (NOT ((extension)::text = ''::text)));

CREATE UNIQUE INDEX one_payment_account ON public.payments_paymentaccount USING btree (municipality_id);

CREATE UNIQUE INDEX one_primary_host ON public.core_host USING btree (municipality_id) WHERE is_primary;

CREATE UNIQUE INDEX one_request_at_a_time ON public.rights_request USING btree (person_id, asked_by_id, kind) NULLS NOT DISTINCT WHERE ((state)::text = ANY (ARRAY[('confirm'::character varying)::text, ('waiting'::character varying)::text, ('working'::character varying)::text, ('failed'::character varying)::text]));

CREATE UNIQUE INDEX one_shift_at_a_time ON public.calls_shift USING btree (municipality_id, operator_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_standing_statement ON public.registers_statement USING btree (person_id, kind) WHERE ((state)::text = ANY (ARRAY[('stated'::character varying)::text, ('confirmed'::character varying)::text]));

CREATE UNIQUE INDEX one_statebox_connection ON public.statebox_connection USING btree (municipality_id);

CREATE UNIQUE INDEX one_term_a_day ON public.applications_term USING btree (kind, municipality_id, valid_from) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX one_tracker_receiver ON public.tracker_receiver USING btree (municipality_id);

CREATE UNIQUE INDEX one_waiting_change_of_a_grant ON public.applications_accountchange USING btree (grant_id) WHERE ((state)::text = 'waiting'::text);

CREATE UNIQUE INDEX one_waiting_paying_account ON public.applications_accountchange USING btree (municipality_id) WHERE ((grant_id IS NULL) AND ((state)::text = 'waiting'::text));

CREATE UNIQUE INDEX one_xroad_connection ON public.registers_connection USING btree (municipality_id);

CREATE INDEX open311_apikey_digest_34816f6e_like ON public.open311_apikey USING btree (digest varchar_pattern_ops);

CREATE INDEX open311_apikey_municipality_id_fbef9a70 ON public.open311_apikey USING btree (municipality_id);

CREATE INDEX open311_handover_case_id_8dbfc5e2 ON public.open311_handover USING btree (case_id);

CREATE INDEX open311_handover_municipality_id_45576a3c ON public.open311_handover USING btree (municipality_id);

CREATE INDEX open311_handover_official_id_9d229b97 ON public.open311_handover USING btree (official_id);

CREATE INDEX open311_handover_partner_id_b7f6ef13 ON public.open311_handover USING btree (partner_id);

CREATE INDEX open311_idempotencykey_api_key_id_0a73c33b ON public.open311_idempotencykey USING btree (api_key_id);

CREATE INDEX open311_idempotencykey_case_id_ddabbdb7 ON public.open311_idempotencykey USING btree (case_id);

CREATE INDEX open311_idempotencykey_municipality_id_301cc64b ON public.open311_idempotencykey USING btree (municipality_id);

CREATE INDEX open311_partner_areas_area_id_d5952758 ON public.open311_partner_areas USING btree (area_id);

CREATE INDEX open311_partner_areas_partner_id_fd6d92c1 ON public.open311_partner_areas USING btree (partner_id);

CREATE INDEX open311_partner_default_service_id_3c125c27 ON public.open311_partner USING btree (default_service_id);

CREATE INDEX open311_partner_municipality_id_bed02083 ON public.open311_partner USING btree (municipality_id);

CREATE INDEX open311_partnerservice_partner_id_176e3684 ON public.open311_partnerservice USING btree (partner_id);

CREATE INDEX open311_received_partner_id_2dc292ad ON public.open311_received USING btree (partner_id);

CREATE INDEX open311_servicemapping_area_id_4daefd17 ON public.open311_servicemapping USING btree (area_id);

CREATE INDEX open311_servicemapping_partner_id_f2abe02f ON public.open311_servicemapping USING btree (partner_id);

CREATE INDEX open311_servicemapping_service_id_2f6017f5 ON public.open311_servicemapping USING btree (service_id);

CREATE INDEX open311_servicemapping_theirs_id_e8ff9318 ON public.open311_servicemapping USING btree (theirs_id);

CREATE INDEX open311_takenupdate_case_id_aaafd046 ON public.open311_takenupdate USING btree (case_id);

CREATE INDEX open311_takenupdate_partner_id_0265c4b7 ON public.open311_takenupdate USING btree (partner_id);

CREATE UNIQUE INDEX paid_once ON public.applications_payout USING btree (grant_id) WHERE ((state)::text = ANY (ARRAY[('ready'::character varying)::text, ('paid'::character varying)::text]));

CREATE INDEX participant_of_user ON public.cases_caseparticipant USING btree (user_id, case_id DESC);

CREATE UNIQUE INDEX participant_once ON public.cases_caseparticipant USING btree (case_id, user_id, reason) WHERE (until IS NULL);

CREATE UNIQUE INDEX partner_name_once ON public.open311_partner USING btree (municipality_id, name);

CREATE UNIQUE INDEX partner_service_once ON public.open311_partnerservice USING btree (partner_id, code);

CREATE UNIQUE INDEX passage_once ON public.search_passage USING btree (document_id, number);

CREATE UNIQUE INDEX payment_key_once ON public.payments_payment USING btree (municipality_id, key);

CREATE INDEX payment_person ON public.payments_payment USING btree (person_id, id DESC);

CREATE INDEX payment_status ON public.payments_payment USING btree (municipality_id, status, id DESC);

CREATE INDEX payment_subject ON public.payments_payment USING btree (subject_type, subject_id);

CREATE INDEX payments_attempt_municipality_id_8d72a6f5 ON public.payments_attempt USING btree (municipality_id);

CREATE INDEX payments_attempt_payment_id_a18ea4ce ON public.payments_attempt USING btree (payment_id);

CREATE INDEX payments_attempt_ref_fb0d99b1_like ON public.payments_attempt USING btree (ref varchar_pattern_ops);

CREATE INDEX payments_payment_municipality_id_985fb773 ON public.payments_payment USING btree (municipality_id);

CREATE INDEX payments_payment_person_id_2dfa1221 ON public.payments_payment USING btree (person_id);

CREATE INDEX payments_payment_ref_dc95e7cc_like ON public.payments_payment USING btree (ref varchar_pattern_ops);

CREATE INDEX payments_payment_token_ad951627_like ON public.payments_payment USING btree (token varchar_pattern_ops);

CREATE INDEX payments_paymentaccount_municipality_id_8a44f26f ON public.payments_paymentaccount USING btree (municipality_id);

CREATE INDEX payments_refund_asked_by_id_a8566fbf ON public.payments_refund USING btree (asked_by_id);

CREATE INDEX payments_refund_attempt_id_0b419ab4 ON public.payments_refund USING btree (attempt_id);

CREATE INDEX payments_refund_municipality_id_fcaf477d ON public.payments_refund USING btree (municipality_id);

CREATE INDEX payments_refund_payment_id_a70693f7 ON public.payments_refund USING btree (payment_id);

CREATE INDEX people_absence_deputy_id_12b3b300 ON public.people_absence USING btree (deputy_id);

CREATE INDEX people_absence_municipality_id_1d9d2155 ON public.people_absence USING btree (municipality_id);

CREATE INDEX people_absence_user_id_804325c1 ON public.people_absence USING btree (user_id);

CREATE INDEX people_contact_municipality_id_83e1039e ON public.people_contact USING btree (municipality_id);

CREATE INDEX people_invitation_digest_f221862d_like ON public.people_invitation USING btree (digest varchar_pattern_ops);

CREATE INDEX people_invitation_invited_by_id_3784d49d ON public.people_invitation USING btree (invited_by_id);

CREATE INDEX people_invitation_municipality_id_c7c6ee5b ON public.people_invitation USING btree (municipality_id);

CREATE INDEX people_invitation_unit_id_760f95fd ON public.people_invitation USING btree (unit_id);

CREATE INDEX people_invitation_user_id_6b7e61de ON public.people_invitation USING btree (user_id);

CREATE INDEX people_membership_municipality_id_cf1100b9 ON public.people_membership USING btree (municipality_id);

CREATE INDEX people_membership_unit_id_17e4545d ON public.people_membership USING btree (unit_id);

CREATE INDEX people_membership_user_id_35baff26 ON public.people_membership USING btree (user_id);

CREATE INDEX people_rightschange_decided_by_id_d0b99e4a ON public.people_rightschange USING btree (decided_by_id);

CREATE INDEX people_rightschange_membership_id_65134ffc ON public.people_rightschange USING btree (membership_id);

CREATE INDEX people_rightschange_municipality_id_f3a86f7c ON public.people_rightschange USING btree (municipality_id);

CREATE INDEX people_rightschange_proposed_by_id_e2e76011 ON public.people_rightschange USING btree (proposed_by_id);

CREATE INDEX people_rightschange_user_id_165e0ed5 ON public.people_rightschange USING btree (user_id);

CREATE INDEX people_rolesetting_municipality_id_219f62fe ON public.people_rolesetting USING btree (municipality_id);

CREATE INDEX people_unit_head_id_be10cb11 ON public.people_unit USING btree (head_id);

CREATE INDEX people_unit_municipality_id_4d9db280 ON public.people_unit USING btree (municipality_id);

CREATE INDEX people_unit_parent_id_4456c6e4 ON public.people_unit USING btree (parent_id);

CREATE INDEX people_user_groups_group_id_1f0237d0 ON public.people_user_groups USING btree (group_id);

CREATE INDEX people_user_groups_user_id_290df956 ON public.people_user_groups USING btree (user_id);

CREATE INDEX people_user_user_permissions_permission_id_55f01ef0 ON public.people_user_user_permissions USING btree (permission_id);

CREATE INDEX people_user_user_permissions_user_id_7d19557b ON public.people_user_user_permissions USING btree (user_id);

CREATE INDEX people_user_username_7e18cbac_like ON public.people_user USING btree (username varchar_pattern_ops);

CREATE UNIQUE INDEX person_code_once ON public.persons_person USING btree (municipality_id, kind, country, code_digest) WHERE (NOT ((code_digest)::text = ''::text));

CREATE INDEX persons_person_municipality_id_817de355 ON public.persons_person USING btree (municipality_id);

CREATE INDEX persons_person_ref_a339ffcf_like ON public.persons_person USING btree (ref varchar_pattern_ops);

CREATE INDEX persons_person_user_id_78103374 ON public.persons_person USING btree (user_id);

CREATE INDEX persons_representation_municipality_id_4dd27e0f ON public.persons_representation USING btree (municipality_id);

CREATE INDEX persons_representation_representative_id_9493b44e ON public.persons_representation USING btree (representative_id);

CREATE INDEX persons_representation_represented_id_df5fe596 ON public.persons_representation USING btree (represented_id);

CREATE INDEX persons_session_acting_for_id_3ed3d5e6 ON public.persons_session USING btree (acting_for_id);

CREATE INDEX persons_session_expires_at_75b8bd7e ON public.persons_session USING btree (expires_at);

CREATE INDEX persons_session_municipality_id_8236c545 ON public.persons_session USING btree (municipality_id);

CREATE INDEX persons_session_person_id_72c7922b ON public.persons_session USING btree (person_id);

CREATE UNIQUE INDEX phrase_once ON public.assistant_phrase USING btree (municipality_id, model_id, kind, key, language, text) NULLS NOT DISTINCT;

CREATE INDEX places_address_area_id_042c55f2 ON public.places_address USING btree (area_id);

CREATE INDEX places_address_municipality_id_4f0371b6 ON public.places_address USING btree (municipality_id);

CREATE INDEX places_area_municipality_id_cb3a3d16 ON public.places_area USING btree (municipality_id);

CREATE INDEX places_area_parent_id_09c0273d ON public.places_area USING btree (parent_id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX promise_newest ON public.calls_promise USING btree (municipality_id, created_at DESC, id DESC);

CREATE INDEX promise_open ON public.calls_promise USING btree (municipality_id, due_at, id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX provider_order_once ON public.payments_attempt USING btree (municipality_id, provider, provider_ref) WHERE (NOT ((provider_ref)::text = ''::text));

CREATE INDEX question_to_place ON public.assistant_questionvector USING btree (municipality_id) WHERE (NOT placed);

CREATE INDEX received_age ON public.webhooks_received USING btree (received_at);

CREATE UNIQUE INDEX received_external_once ON public.webhooks_received USING btree (source_id, external) WHERE (((state)::text = 'taken'::text) AND (NOT ((external)::text = ''::text)));

CREATE INDEX received_failed ON public.webhooks_received USING btree (municipality_id, id DESC) WHERE ((state)::text = 'failed'::text);

CREATE INDEX received_newest ON public.webhooks_received USING btree (source_id, id DESC);

CREATE UNIQUE INDEX received_once ON public.webhooks_received USING btree (source_id, message_id);

CREATE INDEX recipient_handing ON public.notices_recipient USING btree (municipality_id, id) WHERE ((state)::text = 'handing'::text);

CREATE INDEX recipient_trouble ON public.notices_recipient USING btree (municipality_id, id DESC) WHERE ((state)::text = ANY (ARRAY[('failed'::character varying)::text, ('in_doubt'::character varying)::text]));

CREATE INDEX recipient_waiting ON public.notices_recipient USING btree (notice_id, id) WHERE ((state)::text = 'waiting'::text);

CREATE UNIQUE INDEX recording_content_once ON public.recordings_recording USING btree (municipality_id, sha256);

CREATE INDEX recording_period ON public.recordings_recording USING btree (delete_after) WHERE (NOT ((state)::text = 'deleted'::text));

CREATE INDEX recording_state ON public.recordings_recording USING btree (municipality_id, state, id DESC);

CREATE INDEX recordings_intakekey_digest_ca2b8605_like ON public.recordings_intakekey USING btree (digest varchar_pattern_ops);

CREATE INDEX recordings_intakekey_municipality_id_97f2d862 ON public.recordings_intakekey USING btree (municipality_id);

CREATE INDEX recordings_proposal_answer_id_751c9086 ON public.recordings_proposal USING btree (answer_id);

CREATE INDEX recordings_proposal_decided_by_id_15b1ab3f ON public.recordings_proposal USING btree (decided_by_id);

CREATE INDEX recordings_proposal_municipality_id_be2a580b ON public.recordings_proposal USING btree (municipality_id);

CREATE INDEX recordings_proposal_recording_id_bc0baa60 ON public.recordings_proposal USING btree (recording_id);

CREATE INDEX recordings_rawtranscript_municipality_id_7cf8f9e6 ON public.recordings_rawtranscript USING btree (municipality_id);

CREATE INDEX recordings_recording_municipality_id_5f4843ca ON public.recordings_recording USING btree (municipality_id);

CREATE INDEX recordings_recording_received_by_id_5c65a7d1 ON public.recordings_recording USING btree (received_by_id);

CREATE INDEX recordings_recording_ref_a0279808_like ON public.recordings_recording USING btree (ref varchar_pattern_ops);

CREATE INDEX recordings_retentionperiod_municipality_id_af933e46 ON public.recordings_retentionperiod USING btree (municipality_id);

CREATE UNIQUE INDEX recovery_code_once ON public.signin_recoverycode USING btree (user_id, code_digest);

CREATE INDEX referenceindex_source_object ON public.wagtailcore_referenceindex USING btree (base_content_type_id, object_id);

CREATE INDEX referenceindex_target_object ON public.wagtailcore_referenceindex USING btree (to_content_type_id, to_object_id);

CREATE UNIQUE INDEX refund_key_once ON public.payments_refund USING btree (municipality_id, key);

CREATE UNIQUE INDEX refused_once ON public.offers_refusal USING btree (person_id, subject_id, benefit_id);

CREATE UNIQUE INDEX register_answer_once ON public.registers_keptanswer USING btree (person_id, service);

CREATE UNIQUE INDEX register_once ON public.registers_register USING btree (municipality_id, key);

CREATE INDEX register_query_newest ON public.registers_query USING btree (municipality_id, id DESC);

CREATE INDEX register_query_person ON public.registers_query USING btree (person_id, id DESC);

CREATE INDEX registers_connection_municipality_id_402eab4a ON public.registers_connection USING btree (municipality_id);

CREATE INDEX registers_keptanswer_expires_at_96fd5b03 ON public.registers_keptanswer USING btree (expires_at);

CREATE INDEX registers_keptanswer_municipality_id_fcfafe5e ON public.registers_keptanswer USING btree (municipality_id);

CREATE INDEX registers_register_municipality_id_9fba29bf ON public.registers_register USING btree (municipality_id);

CREATE INDEX registers_statement_checked_by_id_1c9bd2ae ON public.registers_statement USING btree (checked_by_id);

CREATE INDEX registers_statement_municipality_id_f3b7cd42 ON public.registers_statement USING btree (municipality_id);

CREATE INDEX registers_statement_stated_by_id_d7e08838 ON public.registers_statement USING btree (stated_by_id);

CREATE UNIQUE INDEX representation_once ON public.persons_representation USING btree (representative_id, represented_id, kind, external_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX resource_slug_once ON public.bookings_resource USING btree (municipality_id, slug);

CREATE INDEX rights_files ON public.rights_request USING btree (delete_after) WHERE (NOT ((json_file)::text = ''::text));

CREATE INDEX rights_person ON public.rights_request USING btree (person_id, id DESC);

CREATE INDEX rights_request_asked_by_id_532a26f1 ON public.rights_request USING btree (asked_by_id);

CREATE INDEX rights_request_decided_by_id_7dd4342a ON public.rights_request USING btree (decided_by_id);

CREATE INDEX rights_request_municipality_id_9be884ec ON public.rights_request USING btree (municipality_id);

CREATE INDEX rights_request_ref_82e5d9f5_like ON public.rights_request USING btree (ref varchar_pattern_ops);

CREATE INDEX rights_to_confirm ON public.rights_request USING btree (municipality_id, id) WHERE ((state)::text = 'confirm'::text);

CREATE UNIQUE INDEX role_once_in_unit ON public.people_membership USING btree (user_id, municipality_id, role, unit_id) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX role_setting_once ON public.people_rolesetting USING btree (municipality_id, role);

CREATE UNIQUE INDEX saved_path_once ON public.lifeevents_savedpath USING btree (person_id, event_id);

CREATE UNIQUE INDEX saved_view_once ON public.cases_savedview USING btree (user_id, municipality_id, name);

CREATE INDEX search_document_municipality_id_452d7142 ON public.search_document USING btree (municipality_id);

CREATE INDEX search_embedding_municipality_id_d72ca683 ON public.search_embedding USING btree (municipality_id);

CREATE INDEX search_passage_municipality_id_fced15ab ON public.search_passage USING btree (municipality_id);

CREATE INDEX search_term_municipality_id_4cbb5a5c ON public.search_term USING btree (municipality_id);

CREATE UNIQUE INDEX service_code_once ON public.services_service USING btree (municipality_id, code);

CREATE INDEX service_forms_form_changed_by_id_8804b7bc ON public.service_forms_form USING btree (changed_by_id);

CREATE INDEX service_forms_form_current_id_82d9c1b8 ON public.service_forms_form USING btree (current_id);

CREATE INDEX service_forms_form_municipality_id_ac914fc5 ON public.service_forms_form USING btree (municipality_id);

CREATE INDEX service_forms_form_ref_0eea38ee_like ON public.service_forms_form USING btree (ref varchar_pattern_ops);

CREATE INDEX service_forms_form_service_id_35f7a564 ON public.service_forms_form USING btree (service_id);

CREATE INDEX service_forms_formversion_form_id_9c1b3f3a ON public.service_forms_formversion USING btree (form_id);

CREATE INDEX service_forms_formversion_municipality_id_dd842e3b ON public.service_forms_formversion USING btree (municipality_id);

CREATE INDEX service_forms_formversion_published_by_id_04270af9 ON public.service_forms_formversion USING btree (published_by_id);

CREATE INDEX service_live ON public.services_service USING btree (municipality_id, id) WHERE live;

CREATE UNIQUE INDEX service_mapped_once ON public.open311_servicemapping USING btree (partner_id, service_id);

CREATE UNIQUE INDEX service_slug_once ON public.services_service USING btree (municipality_id, slug);

CREATE INDEX services_channel_municipality_id_bd39263c ON public.services_channel USING btree (municipality_id);

CREATE INDEX services_channel_service_id_79e94308 ON public.services_channel USING btree (service_id);

CREATE INDEX services_channelyear_channel_id_d8893ca9 ON public.services_channelyear USING btree (channel_id);

CREATE INDEX services_channelyear_municipality_id_d64f356b ON public.services_channelyear USING btree (municipality_id);

CREATE INDEX services_legalbasis_municipality_id_d8f55d99 ON public.services_legalbasis USING btree (municipality_id);

CREATE INDEX services_legalbasis_service_id_c79361df ON public.services_legalbasis USING btree (service_id);

CREATE INDEX services_registerimport_by_id_e3bccb88 ON public.services_registerimport USING btree (by_id);

CREATE INDEX services_registerimport_municipality_id_43307b85 ON public.services_registerimport USING btree (municipality_id);

CREATE INDEX services_service_first_published_at_c635924b ON public.services_service USING btree (first_published_at);

CREATE INDEX services_service_latest_revision_id_50e4407a ON public.services_service USING btree (latest_revision_id);

CREATE INDEX services_service_live_revision_id_f843b089 ON public.services_service USING btree (live_revision_id);

CREATE INDEX services_service_locked_by_id_b1690595 ON public.services_service USING btree (locked_by_id);

CREATE INDEX services_service_municipality_id_038ff61f ON public.services_service USING btree (municipality_id);

CREATE INDEX services_service_owner_id_da3de26e ON public.services_service USING btree (owner_id);

CREATE INDEX services_service_related_from_service_id_06fa7804 ON public.services_service_related USING btree (from_service_id);

CREATE INDEX services_service_related_to_service_id_011a59c7 ON public.services_service_related USING btree (to_service_id);

CREATE INDEX services_service_slug_a56f96e2 ON public.services_service USING btree (slug);

CREATE INDEX services_service_slug_a56f96e2_like ON public.services_service USING btree (slug varchar_pattern_ops);

CREATE INDEX services_service_topics_service_id_3e9d5803 ON public.services_service_topics USING btree (service_id);

CREATE INDEX services_service_topics_topic_id_aa7befc2 ON public.services_service_topics USING btree (topic_id);

CREATE INDEX services_service_unit_id_a745b9a0 ON public.services_service USING btree (unit_id);

CREATE INDEX services_topic_municipality_id_0062e5da ON public.services_topic USING btree (municipality_id);

CREATE INDEX services_topic_parent_id_e0a8bf91 ON public.services_topic USING btree (parent_id);

CREATE INDEX services_topic_slug_9ea487f0 ON public.services_topic USING btree (slug);

CREATE INDEX services_topic_slug_9ea487f0_like ON public.services_topic USING btree (slug varchar_pattern_ops);

CREATE INDEX session_of_provider ON public.persons_session USING btree (provider_sid) WHERE (NOT ((provider_sid)::text = ''::text));

CREATE INDEX signal_next ON public.calls_signal USING btree (municipality_id, id);

CREATE INDEX signin_attempt_municipality_id_134983b4 ON public.signin_attempt USING btree (municipality_id);

CREATE INDEX signin_attempt_person_id_7e33300e ON public.signin_attempt USING btree (person_id);

CREATE INDEX signin_attempt_provider_id_dff398e4 ON public.signin_attempt USING btree (provider_id);

CREATE INDEX signin_attempt_state_digest_48e22227_like ON public.signin_attempt USING btree (state_digest varchar_pattern_ops);

CREATE INDEX signin_by_age ON public.signin_attempt USING btree (created_at);

CREATE INDEX signin_keptform_created_at_fe3969a5 ON public.signin_keptform USING btree (created_at);

CREATE INDEX signin_keptform_municipality_id_207fb2dd ON public.signin_keptform USING btree (municipality_id);

CREATE INDEX signin_keptform_person_id_e42cd22d ON public.signin_keptform USING btree (person_id);

CREATE INDEX signin_keptform_token_digest_566600c3_like ON public.signin_keptform USING btree (token_digest varchar_pattern_ops);

CREATE INDEX signin_of_person ON public.signin_attempt USING btree (person_id, id DESC) WHERE (person_id IS NOT NULL);

CREATE UNIQUE INDEX signin_one_test_login ON public.signin_provider USING btree (municipality_id) WHERE ((kind)::text = 'test'::text);

CREATE INDEX signin_passkey_credential_id_1b8eab67_like ON public.signin_passkey USING btree (credential_id varchar_pattern_ops);

CREATE INDEX signin_passkey_user_id_568bfc37 ON public.signin_passkey USING btree (user_id);

CREATE INDEX signin_provider_municipality_id_184a46b9 ON public.signin_provider USING btree (municipality_id);

CREATE UNIQUE INDEX signin_provider_once ON public.signin_provider USING btree (municipality_id, issuer, client_id);

CREATE INDEX signin_provider_ref_cb0cb36f_like ON public.signin_provider USING btree (ref varchar_pattern_ops);

CREATE INDEX signin_providersession_municipality_id_ebc260ca ON public.signin_providersession USING btree (municipality_id);

CREATE INDEX signin_providersession_provider_id_e9eb315e ON public.signin_providersession USING btree (provider_id);

CREATE INDEX signin_recoverycode_user_id_737ef652 ON public.signin_recoverycode USING btree (user_id);

CREATE INDEX signin_seentoken_municipality_id_560a3473 ON public.signin_seentoken USING btree (municipality_id);

CREATE INDEX signin_seentoken_provider_id_4fab13f4 ON public.signin_seentoken USING btree (provider_id);

CREATE INDEX signin_seentoken_seen_at_73311d52 ON public.signin_seentoken USING btree (seen_at);

CREATE UNIQUE INDEX signin_token_once ON public.signin_seentoken USING btree (provider_id, token_digest);

CREATE UNIQUE INDEX source_name_once ON public.webhooks_source USING btree (municipality_id, name);

CREATE INDEX statebox_connection_municipality_id_78307346 ON public.statebox_connection USING btree (municipality_id);

CREATE INDEX statebox_followed ON public.statebox_letter USING btree (checked_at, id) WHERE ((state)::text = ANY (ARRAY[('taken'::character varying)::text, ('delivered'::character varying)::text]));

CREATE INDEX statebox_letter_case_id_e9ac66dc ON public.statebox_letter USING btree (case_id);

CREATE INDEX statebox_letter_municipality_id_0d7f5804 ON public.statebox_letter USING btree (municipality_id);

CREATE INDEX statebox_letter_template_id_c394fb37 ON public.statebox_letter USING btree (template_id);

CREATE INDEX statebox_letter_written_by_id_4064001a ON public.statebox_letter USING btree (written_by_id);

CREATE INDEX statebox_newest ON public.statebox_letter USING btree (municipality_id, id DESC);

CREATE INDEX statebox_template_municipality_id_bfd2bcb6 ON public.statebox_template USING btree (municipality_id);

CREATE UNIQUE INDEX statebox_template_once ON public.statebox_template USING btree (municipality_id, remote_id);

CREATE INDEX statebox_with_code ON public.statebox_letter USING btree (created_at) WHERE (NOT (code = ''::text));

CREATE INDEX statement_to_check ON public.registers_statement USING btree (municipality_id, id) WHERE ((state)::text = 'stated'::text);

CREATE UNIQUE INDEX subscriber_once ON public.notices_subscriber USING btree (municipality_id, email) WHERE (NOT ((email)::text = ''::text));

CREATE INDEX subscriber_told ON public.notices_subscriber USING btree (municipality_id, id) WHERE ((confirmed_at IS NOT NULL) AND (left_at IS NULL));

CREATE UNIQUE INDEX suggested_once ON public.suggestions_suggestion USING btree (case_id, field, value);

CREATE INDEX suggestion_made ON public.suggestions_suggestion USING btree (municipality_id, made_at);

CREATE INDEX suggestions_answerdraft_case_id_2a702155 ON public.suggestions_answerdraft USING btree (case_id);

CREATE INDEX suggestions_answerdraft_municipality_id_f8101f13 ON public.suggestions_answerdraft USING btree (municipality_id);

CREATE INDEX suggestions_casevector_municipality_id_fe251224 ON public.suggestions_casevector USING btree (municipality_id);

CREATE INDEX suggestions_learntmodel_municipality_id_97b5b9e5 ON public.suggestions_learntmodel USING btree (municipality_id);

CREATE INDEX suggestions_suggestion_municipality_id_d0f048b0 ON public.suggestions_suggestion USING btree (municipality_id);

CREATE INDEX taggit_tag_name_58eb2ed9_like ON public.taggit_tag USING btree (name varchar_pattern_ops);

CREATE INDEX taggit_tag_slug_6be58b2c_like ON public.taggit_tag USING btree (slug varchar_pattern_ops);

CREATE INDEX taggit_tagg_content_8fc721_idx ON public.taggit_taggeditem USING btree (content_type_id, object_id);

CREATE INDEX taggit_taggeditem_content_type_id_9957a03c ON public.taggit_taggeditem USING btree (content_type_id);

CREATE INDEX taggit_taggeditem_object_id_e2d7d1df ON public.taggit_taggeditem USING btree (object_id);

CREATE INDEX taggit_taggeditem_tag_id_f4f5b767 ON public.taggit_taggeditem USING btree (tag_id);

CREATE UNIQUE INDEX term_once ON public.search_term USING btree (municipality_id, language, text);

CREATE INDEX term_trgm ON public.search_term USING gin (text public.gin_trgm_ops);

CREATE UNIQUE INDEX thread_once ON public.webhooks_thread USING btree (source_id, digest);

CREATE UNIQUE INDEX told_once ON public.notices_recipient USING btree (notice_id, subscriber_id);

CREATE UNIQUE INDEX topic_slug_once ON public.services_topic USING btree (municipality_id, slug);

CREATE INDEX tracker_opening_municipality_id_c5c4cfbf ON public.tracker_opening USING btree (municipality_id);

CREATE INDEX tracker_opening_person_id_6c9373f4 ON public.tracker_opening USING btree (person_id);

CREATE INDEX tracker_opening_ref_3c147e40_like ON public.tracker_opening USING btree (ref varchar_pattern_ops);

CREATE INDEX tracker_opening_user_id_22da218d ON public.tracker_opening USING btree (user_id);

CREATE INDEX tracker_receiver_municipality_id_4890fc7d ON public.tracker_receiver USING btree (municipality_id);

CREATE UNIQUE INDEX unique_in_progress_workflow ON public.wagtailcore_workflowstate USING btree (base_content_type_id, object_id) WHERE ((status)::text = ANY (ARRAY[('in_progress'::character varying)::text, ('needs_changes'::character varying)::text]));

CREATE UNIQUE INDEX unit_name_in_municipality ON public.people_unit USING btree (municipality_id, name);

CREATE UNIQUE INDEX update_taken_once ON public.open311_takenupdate USING btree (partner_id, case_id, update_id);

CREATE INDEX wagtailadmi_content_717955_idx ON public.wagtailadmin_editingsession USING btree (content_type_id, object_id);

CREATE INDEX wagtailadmin_editingsession_content_type_id_4df7730e ON public.wagtailadmin_editingsession USING btree (content_type_id);

CREATE INDEX wagtailadmin_editingsession_user_id_6e1a9b70 ON public.wagtailadmin_editingsession USING btree (user_id);

CREATE INDEX wagtailadmin_formstate_content_type_id_e32438b3 ON public.wagtailadmin_formstate USING btree (content_type_id);

CREATE INDEX wagtailadmin_formstate_user_id_b910adc2 ON public.wagtailadmin_formstate USING btree (user_id);

CREATE INDEX wagtailcore_apitoken_key_hash_65979b78_like ON public.wagtailcore_apitoken USING btree (key_hash varchar_pattern_ops);

CREATE INDEX wagtailcore_apitoken_user_id_49b1141b ON public.wagtailcore_apitoken USING btree (user_id);

CREATE INDEX wagtailcore_collection_path_d848dc19_like ON public.wagtailcore_collection USING btree (path varchar_pattern_ops);

CREATE INDEX wagtailcore_collectionview_collectionviewrestriction__47320efd ON public.wagtailcore_collectionviewrestriction_groups USING btree (collectionviewrestriction_id);

CREATE INDEX wagtailcore_collectionviewrestriction_collection_id_761908ec ON public.wagtailcore_collectionviewrestriction USING btree (collection_id);

CREATE INDEX wagtailcore_collectionviewrestriction_groups_group_id_1823f2a3 ON public.wagtailcore_collectionviewrestriction_groups USING btree (group_id);

CREATE INDEX wagtailcore_comment_page_id_108444b5 ON public.wagtailcore_comment USING btree (page_id);

CREATE INDEX wagtailcore_comment_resolved_by_id_a282aa0e ON public.wagtailcore_comment USING btree (resolved_by_id);

CREATE INDEX wagtailcore_comment_revision_created_id_1d058279 ON public.wagtailcore_comment USING btree (revision_created_id);

CREATE INDEX wagtailcore_comment_user_id_0c577ca6 ON public.wagtailcore_comment USING btree (user_id);

CREATE INDEX wagtailcore_commentreply_comment_id_afc7e027 ON public.wagtailcore_commentreply USING btree (comment_id);

CREATE INDEX wagtailcore_commentreply_user_id_d0b3b9c3 ON public.wagtailcore_commentreply USING btree (user_id);

CREATE INDEX wagtailcore_groupapprovalt_groupapprovaltask_id_9a9255ea ON public.wagtailcore_groupapprovaltask_groups USING btree (groupapprovaltask_id);

CREATE INDEX wagtailcore_groupapprovaltask_groups_group_id_2e64b61f ON public.wagtailcore_groupapprovaltask_groups USING btree (group_id);

CREATE INDEX wagtailcore_groupcollectionpermission_collection_id_5423575a ON public.wagtailcore_groupcollectionpermission USING btree (collection_id);

CREATE INDEX wagtailcore_groupcollectionpermission_group_id_05d61460 ON public.wagtailcore_groupcollectionpermission USING btree (group_id);

CREATE INDEX wagtailcore_groupcollectionpermission_permission_id_1b626275 ON public.wagtailcore_groupcollectionpermission USING btree (permission_id);

CREATE INDEX wagtailcore_grouppagepermission_group_id_fc07e671 ON public.wagtailcore_grouppagepermission USING btree (group_id);

CREATE INDEX wagtailcore_grouppagepermission_page_id_710b114a ON public.wagtailcore_grouppagepermission USING btree (page_id);

CREATE INDEX wagtailcore_grouppagepermission_permission_id_05acb22e ON public.wagtailcore_grouppagepermission USING btree (permission_id);

CREATE INDEX wagtailcore_groupsitepermission_group_id_e5cdbee4 ON public.wagtailcore_groupsitepermission USING btree (group_id);

CREATE INDEX wagtailcore_groupsitepermission_permission_id_459b1f38 ON public.wagtailcore_groupsitepermission USING btree (permission_id);

CREATE INDEX wagtailcore_groupsitepermission_site_id_245de488 ON public.wagtailcore_groupsitepermission USING btree (site_id);

CREATE INDEX wagtailcore_locale_language_code_03149338_like ON public.wagtailcore_locale USING btree (language_code varchar_pattern_ops);

CREATE INDEX wagtailcore_modellogentry_action_d2d856ee ON public.wagtailcore_modellogentry USING btree (action);

CREATE INDEX wagtailcore_modellogentry_action_d2d856ee_like ON public.wagtailcore_modellogentry USING btree (action varchar_pattern_ops);

CREATE INDEX wagtailcore_modellogentry_content_changed_8bc39742 ON public.wagtailcore_modellogentry USING btree (content_changed);

CREATE INDEX wagtailcore_modellogentry_content_type_id_68849e77 ON public.wagtailcore_modellogentry USING btree (content_type_id);

CREATE INDEX wagtailcore_modellogentry_object_id_e0e7d4ef ON public.wagtailcore_modellogentry USING btree (object_id);

CREATE INDEX wagtailcore_modellogentry_object_id_e0e7d4ef_like ON public.wagtailcore_modellogentry USING btree (object_id varchar_pattern_ops);

CREATE INDEX wagtailcore_modellogentry_revision_id_df6ca33a ON public.wagtailcore_modellogentry USING btree (revision_id);

CREATE INDEX wagtailcore_modellogentry_timestamp_9694521b ON public.wagtailcore_modellogentry USING btree ("timestamp");

CREATE INDEX wagtailcore_modellogentry_user_id_0278d1bf ON public.wagtailcore_modellogentry USING btree (user_id);

CREATE INDEX wagtailcore_page_alias_of_id_12945502 ON public.wagtailcore_page USING btree (alias_of_id);

CREATE INDEX wagtailcore_page_content_type_id_c28424df ON public.wagtailcore_page USING btree (content_type_id);

CREATE INDEX wagtailcore_page_first_published_at_2b5dd637 ON public.wagtailcore_page USING btree (first_published_at);

CREATE INDEX wagtailcore_page_latest_revision_id_e60fef51 ON public.wagtailcore_page USING btree (latest_revision_id);

CREATE INDEX wagtailcore_page_live_revision_id_930bd822 ON public.wagtailcore_page USING btree (live_revision_id);

CREATE INDEX wagtailcore_page_locale_id_3c7e30a6 ON public.wagtailcore_page USING btree (locale_id);

CREATE INDEX wagtailcore_page_locked_by_id_bcb86245 ON public.wagtailcore_page USING btree (locked_by_id);

CREATE INDEX wagtailcore_page_owner_id_fbf7c332 ON public.wagtailcore_page USING btree (owner_id);

CREATE INDEX wagtailcore_page_path_98eba2c8_like ON public.wagtailcore_page USING btree (path varchar_pattern_ops);

CREATE INDEX wagtailcore_page_slug_e7c11b8f ON public.wagtailcore_page USING btree (slug);

CREATE INDEX wagtailcore_page_slug_e7c11b8f_like ON public.wagtailcore_page USING btree (slug varchar_pattern_ops);

CREATE INDEX wagtailcore_pagelogentry_action_c2408198 ON public.wagtailcore_pagelogentry USING btree (action);

CREATE INDEX wagtailcore_pagelogentry_action_c2408198_like ON public.wagtailcore_pagelogentry USING btree (action varchar_pattern_ops);

CREATE INDEX wagtailcore_pagelogentry_content_changed_99f27ade ON public.wagtailcore_pagelogentry USING btree (content_changed);

CREATE INDEX wagtailcore_pagelogentry_content_type_id_74e7708a ON public.wagtailcore_pagelogentry USING btree (content_type_id);

CREATE INDEX wagtailcore_pagelogentry_page_id_8464e327 ON public.wagtailcore_pagelogentry USING btree (page_id);

CREATE INDEX wagtailcore_pagelogentry_revision_id_8043d103 ON public.wagtailcore_pagelogentry USING btree (revision_id);

CREATE INDEX wagtailcore_pagelogentry_timestamp_deb774c4 ON public.wagtailcore_pagelogentry USING btree ("timestamp");

CREATE INDEX wagtailcore_pagelogentry_user_id_604ccfd8 ON public.wagtailcore_pagelogentry USING btree (user_id);

CREATE INDEX wagtailcore_pagerevision_approved_go_live_at_e56afc67 ON public.wagtailcore_revision USING btree (approved_go_live_at);

CREATE INDEX wagtailcore_pagerevision_created_at_66954e3b ON public.wagtailcore_revision USING btree (created_at);

CREATE INDEX wagtailcore_pagerevision_user_id_2409d2f4 ON public.wagtailcore_revision USING btree (user_id);

CREATE INDEX wagtailcore_pagesubscription_page_id_a085e7a6 ON public.wagtailcore_pagesubscription USING btree (page_id);

CREATE INDEX wagtailcore_pagesubscription_user_id_89d7def9 ON public.wagtailcore_pagesubscription USING btree (user_id);

CREATE INDEX wagtailcore_pageviewrestri_pageviewrestriction_id_f147a99a ON public.wagtailcore_pageviewrestriction_groups USING btree (pageviewrestriction_id);

CREATE INDEX wagtailcore_pageviewrestriction_groups_group_id_6460f223 ON public.wagtailcore_pageviewrestriction_groups USING btree (group_id);

CREATE INDEX wagtailcore_pageviewrestriction_page_id_15a8bea6 ON public.wagtailcore_pageviewrestriction USING btree (page_id);

CREATE INDEX wagtailcore_referenceindex_base_content_type_id_313cf40f ON public.wagtailcore_referenceindex USING btree (base_content_type_id);

CREATE INDEX wagtailcore_referenceindex_content_type_id_766e0336 ON public.wagtailcore_referenceindex USING btree (content_type_id);

CREATE INDEX wagtailcore_referenceindex_to_content_type_id_93690bbd ON public.wagtailcore_referenceindex USING btree (to_content_type_id);

CREATE INDEX wagtailcore_revision_base_content_type_id_5b4ef7bd ON public.wagtailcore_revision USING btree (base_content_type_id);

CREATE INDEX wagtailcore_revision_content_type_id_c8cb69c0 ON public.wagtailcore_revision USING btree (content_type_id);

CREATE INDEX wagtailcore_site_hostname_96b20b46 ON public.wagtailcore_site USING btree (hostname);

CREATE INDEX wagtailcore_site_hostname_96b20b46_like ON public.wagtailcore_site USING btree (hostname varchar_pattern_ops);

CREATE INDEX wagtailcore_site_root_page_id_e02fb95c ON public.wagtailcore_site USING btree (root_page_id);

CREATE INDEX wagtailcore_task_content_type_id_249ab8ba ON public.wagtailcore_task USING btree (content_type_id);

CREATE INDEX wagtailcore_taskstate_content_type_id_0a758fdc ON public.wagtailcore_taskstate USING btree (content_type_id);

CREATE INDEX wagtailcore_taskstate_finished_by_id_13f98229 ON public.wagtailcore_taskstate USING btree (finished_by_id);

CREATE INDEX wagtailcore_taskstate_page_revision_id_9f52c88e ON public.wagtailcore_taskstate USING btree (revision_id);

CREATE INDEX wagtailcore_taskstate_task_id_c3677c34 ON public.wagtailcore_taskstate USING btree (task_id);

CREATE INDEX wagtailcore_taskstate_workflow_state_id_9239a775 ON public.wagtailcore_taskstate USING btree (workflow_state_id);

CREATE INDEX wagtailcore_uploadedfile_for_content_type_id_b0fc87b2 ON public.wagtailcore_uploadedfile USING btree (for_content_type_id);

CREATE INDEX wagtailcore_uploadedfile_uploaded_by_user_id_c7580fe8 ON public.wagtailcore_uploadedfile USING btree (uploaded_by_user_id);

CREATE INDEX wagtailcore_uuid_06a44d_idx ON public.wagtailcore_pagelogentry USING btree (uuid, action, "timestamp" DESC);

CREATE INDEX wagtailcore_uuid_d6363b_idx ON public.wagtailcore_modellogentry USING btree (uuid, action, "timestamp" DESC);

CREATE INDEX wagtailcore_workflowcontenttype_workflow_id_9aad7cd2 ON public.wagtailcore_workflowcontenttype USING btree (workflow_id);

CREATE INDEX wagtailcore_workflowpage_workflow_id_56f56ff6 ON public.wagtailcore_workflowpage USING btree (workflow_id);

CREATE INDEX wagtailcore_workflowstate_base_content_type_id_a30dc576 ON public.wagtailcore_workflowstate USING btree (base_content_type_id);

CREATE INDEX wagtailcore_workflowstate_content_type_id_2bb78ce1 ON public.wagtailcore_workflowstate USING btree (content_type_id);

CREATE INDEX wagtailcore_workflowstate_requested_by_id_4090bca3 ON public.wagtailcore_workflowstate USING btree (requested_by_id);

CREATE INDEX wagtailcore_workflowstate_workflow_id_1f18378f ON public.wagtailcore_workflowstate USING btree (workflow_id);

CREATE INDEX wagtailcore_workflowtask_task_id_ce7716fe ON public.wagtailcore_workflowtask USING btree (task_id);

CREATE INDEX wagtailcore_workflowtask_workflow_id_b9717175 ON public.wagtailcore_workflowtask USING btree (workflow_id);

CREATE INDEX wagtaildocs_document_collection_id_23881625 ON public.wagtaildocs_document USING btree (collection_id);

CREATE INDEX wagtaildocs_document_uploaded_by_user_id_17258b41 ON public.wagtaildocs_document USING btree (uploaded_by_user_id);

CREATE INDEX wagtailimages_image_collection_id_c2f8af7e ON public.wagtailimages_image USING btree (collection_id);

CREATE INDEX wagtailimages_image_created_at_86fa6cd4 ON public.wagtailimages_image USING btree (created_at);

CREATE INDEX wagtailimages_image_file_hash_fb5bbb23 ON public.wagtailimages_image USING btree (file_hash);

CREATE INDEX wagtailimages_image_file_hash_fb5bbb23_like ON public.wagtailimages_image USING btree (file_hash varchar_pattern_ops);

CREATE INDEX wagtailimages_image_uploaded_by_user_id_5d73dc75 ON public.wagtailimages_image USING btree (uploaded_by_user_id);

CREATE INDEX wagtailimages_rendition_filter_spec_1cba3201 ON public.wagtailimages_rendition USING btree (filter_spec);

CREATE INDEX wagtailimages_rendition_filter_spec_1cba3201_like ON public.wagtailimages_rendition USING btree (filter_spec varchar_pattern_ops);

CREATE INDEX wagtailimages_rendition_image_id_3e1fd774 ON public.wagtailimages_rendition USING btree (image_id);

CREATE INDEX wagtailredirects_redirect_old_path_bb35247b ON public.wagtailredirects_redirect USING btree (old_path);

CREATE INDEX wagtailredirects_redirect_old_path_bb35247b_like ON public.wagtailredirects_redirect USING btree (old_path varchar_pattern_ops);

CREATE INDEX wagtailredirects_redirect_redirect_page_id_b5728a8f ON public.wagtailredirects_redirect USING btree (redirect_page_id);

CREATE INDEX wagtailredirects_redirect_site_id_780a0e1e ON public.wagtailredirects_redirect USING btree (site_id);

CREATE INDEX wagtailsear_autocom_476c89_gin ON public.wagtailsearch_indexentry USING gin (autocomplete);

CREATE INDEX wagtailsear_body_90c85d_gin ON public.wagtailsearch_indexentry USING gin (body);

CREATE INDEX wagtailsear_title_9caae0_gin ON public.wagtailsearch_indexentry USING gin (title);

CREATE INDEX wagtailsearch_indexentry_content_type_id_62ed694f ON public.wagtailsearch_indexentry USING btree (content_type_id);

CREATE INDEX waiting_first ON public.bookings_waitingentry USING btree (resource_id, starts_at, id) WHERE ((state)::text = 'waiting'::text);

CREATE UNIQUE INDEX waits_once ON public.bookings_waitingentry USING btree (resource_id, email, starts_at) WHERE ((state)::text = ANY (ARRAY[('waiting'::character varying)::text, ('offered'::character varying)::text]));

CREATE INDEX webhooks_endpoint_municipality_id_0b7ba55b ON public.webhooks_endpoint USING btree (municipality_id);

CREATE INDEX webhooks_received_case_id_abfa505b ON public.webhooks_received USING btree (case_id);

CREATE INDEX webhooks_received_municipality_id_63398f2f ON public.webhooks_received USING btree (municipality_id);

CREATE INDEX webhooks_received_word_id_f0882fe0 ON public.webhooks_received USING btree (word_id);

CREATE INDEX webhooks_source_endpoint_id_755aed13 ON public.webhooks_source USING btree (endpoint_id);

CREATE INDEX webhooks_source_municipality_id_4f6803aa ON public.webhooks_source USING btree (municipality_id);

CREATE INDEX webhooks_source_ref_f55901b4_like ON public.webhooks_source USING btree (ref varchar_pattern_ops);

CREATE INDEX webhooks_source_service_id_b9390eea ON public.webhooks_source USING btree (service_id);

CREATE INDEX webhooks_thread_case_id_e350a0a7 ON public.webhooks_thread USING btree (case_id);

CREATE INDEX webhooks_thread_municipality_id_4c791f41 ON public.webhooks_thread USING btree (municipality_id);

CREATE INDEX website_municipalitygroup_municipality_id_0ad79450 ON public.website_municipalitygroup USING btree (municipality_id);

CREATE INDEX website_newspage_image_id_8f213a63 ON public.website_newspage USING btree (image_id);

CREATE INDEX website_newspage_topic_id_dc4c35aa ON public.website_newspage USING btree (topic_id);

CREATE INDEX website_publisheddocument_collection_id_c41c5663 ON public.website_publisheddocument USING btree (collection_id);

CREATE INDEX website_publisheddocument_uploaded_by_user_id_5b4edbae ON public.website_publisheddocument USING btree (uploaded_by_user_id);

CREATE UNIQUE INDEX wording_once ON public.channels_wording USING btree (municipality_id, name, language);

CREATE INDEX workflowstate_base_ct_id_idx ON public.wagtailcore_workflowstate USING btree (base_content_type_id, object_id);

CREATE INDEX workflowstate_ct_id_idx ON public.wagtailcore_workflowstate USING btree (content_type_id, object_id);

CREATE UNIQUE INDEX wrap_up_key_once ON public.calls_wrapupcode USING btree (municipality_id, digit) NULLS NOT DISTINCT WHERE is_active;

CREATE TRIGGER account_change_stays BEFORE UPDATE ON public.applications_accountchange FOR EACH ROW WHEN (((((old.state)::text <> 'waiting'::text) AND (((new.state)::text IS DISTINCT FROM (old.state)::text) OR (new.decided_by_id IS DISTINCT FROM old.decided_by_id))) OR ((new.grant_id IS DISTINCT FROM old.grant_id) OR (new.proposed_by_id IS DISTINCT FROM old.proposed_by_id)) OR (((new.holder)::text <> (old.holder)::text) AND ((new.holder)::text <> ''::text)) OR ((new.account <> old.account) AND (new.account <> ''::text)) OR ((new.old_account <> old.old_account) AND (new.old_account <> ''::text)))) EXECUTE FUNCTION public.applications_decided_stays();

CREATE TRIGGER area_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.places_area FOR EACH STATEMENT EXECUTE FUNCTION public.places_area_changed();

CREATE TRIGGER batch_stays BEFORE UPDATE ON public.applications_batch FOR EACH ROW WHEN (((new.made_by_id IS DISTINCT FROM old.made_by_id) OR (new.touched_by IS DISTINCT FROM old.touched_by) OR ((old.confirmed_by_id IS NOT NULL) AND (new.confirmed_by_id IS DISTINCT FROM old.confirmed_by_id)))) EXECUTE FUNCTION public.applications_decided_stays();

CREATE TRIGGER benefits_used_rule_stays BEFORE DELETE OR UPDATE ON public.benefits_benefitrule FOR EACH ROW EXECUTE FUNCTION public.benefits_used_rule_stays();

CREATE TRIGGER decision_made_stays BEFORE UPDATE ON public.applications_decision FOR EACH ROW WHEN ((((old.state)::text = 'made'::text) AND (((new.state)::text IS DISTINCT FROM (old.state)::text) OR (new.application_id IS DISTINCT FROM old.application_id) OR ((new.outcome)::text IS DISTINCT FROM (old.outcome)::text) OR (new.amount IS DISTINCT FROM old.amount) OR (new.drafted_by_id IS DISTINCT FROM old.drafted_by_id) OR (new.confirmed_by_id IS DISTINCT FROM old.confirmed_by_id)))) EXECUTE FUNCTION public.applications_decided_stays();

CREATE TRIGGER form_version_no_change BEFORE DELETE OR UPDATE ON public.service_forms_formversion FOR EACH ROW EXECUTE FUNCTION public.forms_version_never_changes();

CREATE TRIGGER form_version_no_truncate BEFORE TRUNCATE ON public.service_forms_formversion FOR EACH STATEMENT EXECUTE FUNCTION public.forms_version_never_changes();

CREATE TRIGGER grant_stays BEFORE UPDATE ON public.applications_grant FOR EACH ROW WHEN (((new.decision_id IS DISTINCT FROM old.decision_id) OR (new.person_id IS DISTINCT FROM old.person_id) OR (new.amount IS DISTINCT FROM old.amount))) EXECUTE FUNCTION public.applications_decided_stays();

CREATE TRIGGER journal_no_change BEFORE DELETE OR UPDATE ON public.core_journalentry FOR EACH ROW EXECUTE FUNCTION public.core_journal_is_append_only();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.core_journalentry FOR EACH STATEMENT EXECUTE FUNCTION public.core_journal_is_append_only();

CREATE TRIGGER look_no_change BEFORE DELETE OR UPDATE ON public.tracker_look FOR EACH ROW EXECUTE FUNCTION public.tracker_look_is_append_only();

CREATE TRIGGER look_no_truncate BEFORE TRUNCATE ON public.tracker_look FOR EACH STATEMENT EXECUTE FUNCTION public.tracker_look_is_append_only();

CREATE TRIGGER payout_stays BEFORE UPDATE ON public.applications_payout FOR EACH ROW WHEN (((new.batch_id IS DISTINCT FROM old.batch_id) OR (new.grant_id IS DISTINCT FROM old.grant_id) OR (new.amount IS DISTINCT FROM old.amount) OR (((new.payee)::text <> (old.payee)::text) AND ((new.payee)::text <> ''::text)) OR ((new.account <> old.account) AND (new.account <> ''::text)))) EXECUTE FUNCTION public.applications_decided_stays();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER register_query_no_change BEFORE DELETE OR UPDATE ON public.registers_query FOR EACH ROW EXECUTE FUNCTION public.registers_query_is_append_only();

CREATE TRIGGER register_query_no_truncate BEFORE TRUNCATE ON public.registers_query FOR EACH STATEMENT EXECUTE FUNCTION public.registers_query_is_append_only();

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedans_checked_by_id_7440dde1_fk_people_us FOREIGN KEY (checked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedans_drafted_by_id_477db8d0_fk_people_us FOREIGN KEY (drafted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedans_municipality_id_7affc764_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedans_service_id_bed12c90_fk_services_ FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedanswer_case_id_13ed28e0_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedanswer_topic_id_561c26db_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.answers_publishedanswer
    ADD CONSTRAINT answers_publishedanswer_unit_id_3e4e1b36_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_accountchange
    ADD CONSTRAINT applications_account_decided_by_id_c174c668_fk_people_us FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_accountchange
    ADD CONSTRAINT applications_account_grant_id_b84964e5_fk_applicati FOREIGN KEY (grant_id) REFERENCES public.applications_grant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_accountchange
    ADD CONSTRAINT applications_account_municipality_id_3d417865_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_accountchange
    ADD CONSTRAINT applications_account_proposed_by_id_13a5fb1f_fk_people_us FOREIGN KEY (proposed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_applica_applicant_id_bad0be99_fk_persons_p FOREIGN KEY (applicant_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_applica_municipality_id_382e8918_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_applica_person_id_4a0fd492_fk_persons_p FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_applica_version_id_569fd6a7_fk_service_f FOREIGN KEY (version_id) REFERENCES public.service_forms_formversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_application
    ADD CONSTRAINT applications_application_case_id_2ef889e2_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_batch
    ADD CONSTRAINT applications_batch_confirmed_by_id_f52c8cd9_fk_people_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_batch
    ADD CONSTRAINT applications_batch_made_by_id_0d5ada57_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_batch
    ADD CONSTRAINT applications_batch_municipality_id_252f4970_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_check
    ADD CONSTRAINT applications_check_application_id_6922931d_fk_applicati FOREIGN KEY (application_id) REFERENCES public.applications_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_check
    ADD CONSTRAINT applications_check_done_by_id_0b8ba508_fk_people_user_id FOREIGN KEY (done_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_check
    ADD CONSTRAINT applications_check_municipality_id_c983adb2_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_consent
    ADD CONSTRAINT applications_consent_application_id_fdea238e_fk_applicati FOREIGN KEY (application_id) REFERENCES public.applications_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_consent
    ADD CONSTRAINT applications_consent_municipality_id_7f172b0a_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_consent
    ADD CONSTRAINT applications_consent_person_id_2c585527_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decisio_application_id_972754c7_fk_applicati FOREIGN KEY (application_id) REFERENCES public.applications_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decisio_confirmed_by_id_e804ecd7_fk_people_us FOREIGN KEY (confirmed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decisio_municipality_id_3146be8e_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decisio_rule_id_031eb824_fk_benefits_ FOREIGN KEY (rule_id) REFERENCES public.benefits_benefitrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_decision
    ADD CONSTRAINT applications_decision_drafted_by_id_7b1658de_fk_people_user_id FOREIGN KEY (drafted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_applicant_id_1d4a91e9_fk_persons_person_id FOREIGN KEY (applicant_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_form_id_41e01ef3_fk_service_forms_form_id FOREIGN KEY (form_id) REFERENCES public.service_forms_form(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_municipality_id_71bce43b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_person_id_a0986fca_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_draft
    ADD CONSTRAINT applications_draft_version_id_d173a91c_fk_service_f FOREIGN KEY (version_id) REFERENCES public.service_forms_formversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_file
    ADD CONSTRAINT applications_file_application_id_58bb105b_fk_applicati FOREIGN KEY (application_id) REFERENCES public.applications_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_file
    ADD CONSTRAINT applications_file_draft_id_0bb4bc4a_fk_applications_draft_id FOREIGN KEY (draft_id) REFERENCES public.applications_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_file
    ADD CONSTRAINT applications_file_municipality_id_959ef965_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_benefit_id_cbb7694f_fk_benefits_benefit_id FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_decision_id_9676171f_fk_applicati FOREIGN KEY (decision_id) REFERENCES public.applications_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_municipality_id_a6a0754b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_grant
    ADD CONSTRAINT applications_grant_person_id_d673da93_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_handling
    ADD CONSTRAINT applications_handlin_benefit_id_5281bb4d_fk_benefits_ FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_handling
    ADD CONSTRAINT applications_handlin_municipality_id_00ec652f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_handling
    ADD CONSTRAINT applications_handling_form_id_a408963c_fk_service_forms_form_id FOREIGN KEY (form_id) REFERENCES public.service_forms_form(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_payingaccount
    ADD CONSTRAINT applications_payinga_municipality_id_a8d063ab_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_batch_id_33be0850_fk_applications_batch_id FOREIGN KEY (batch_id) REFERENCES public.applications_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_grant_id_a8e15c1d_fk_applications_grant_id FOREIGN KEY (grant_id) REFERENCES public.applications_grant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_municipality_id_10b33031_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_payout
    ADD CONSTRAINT applications_payout_returned_by_id_69671a75_fk_people_user_id FOREIGN KEY (returned_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.applications_term
    ADD CONSTRAINT applications_term_municipality_id_ffe64bde_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_asset
    ADD CONSTRAINT assets_asset_area_id_779a1370_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_asset
    ADD CONSTRAINT assets_asset_layer_id_22bf7158_fk_assets_layer_id FOREIGN KEY (layer_id) REFERENCES public.assets_layer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_asset
    ADD CONSTRAINT assets_asset_municipality_id_d58fffa7_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layer
    ADD CONSTRAINT assets_layer_municipality_id_49c3a24e_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layer_services
    ADD CONSTRAINT assets_layer_service_service_id_49534650_fk_services_ FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layer_services
    ADD CONSTRAINT assets_layer_services_layer_id_3f1d1d99_fk_assets_layer_id FOREIGN KEY (layer_id) REFERENCES public.assets_layer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layerfield
    ADD CONSTRAINT assets_layerfield_layer_id_f0d7e8de_fk_assets_layer_id FOREIGN KEY (layer_id) REFERENCES public.assets_layer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layerfield
    ADD CONSTRAINT assets_layerfield_municipality_id_598e4975_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layerimport
    ADD CONSTRAINT assets_layerimport_by_id_772cb7b9_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layerimport
    ADD CONSTRAINT assets_layerimport_layer_id_ef7d0566_fk_assets_layer_id FOREIGN KEY (layer_id) REFERENCES public.assets_layer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assets_layerimport
    ADD CONSTRAINT assets_layerimport_municipality_id_159d7c18_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_answerrule
    ADD CONSTRAINT assistant_answerrule_municipality_id_e608d3b4_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_exchange
    ADD CONSTRAINT assistant_exchange_gap_id_f0acfa9a_fk_assistant_gap_id FOREIGN KEY (gap_id) REFERENCES public.assistant_gap(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_exchange
    ADD CONSTRAINT assistant_exchange_municipality_id_e2c37796_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_exchange
    ADD CONSTRAINT assistant_exchange_topic_id_f8fbe668_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_gap
    ADD CONSTRAINT assistant_gap_answer_id_fb52818f_fk_answers_publishedanswer_id FOREIGN KEY (answer_id) REFERENCES public.answers_publishedanswer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_gap
    ADD CONSTRAINT assistant_gap_merged_into_id_89c71b0d_fk_assistant_gap_id FOREIGN KEY (merged_into_id) REFERENCES public.assistant_gap(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_gap
    ADD CONSTRAINT assistant_gap_municipality_id_12f8a681_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_gap
    ADD CONSTRAINT assistant_gap_topic_id_01c33a57_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_helpline
    ADD CONSTRAINT assistant_helpline_municipality_id_cbc9d452_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_phrase
    ADD CONSTRAINT assistant_phrase_municipality_id_0323011b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_questionvector
    ADD CONSTRAINT assistant_questionve_exchange_id_7bb5b7ba_fk_assistant FOREIGN KEY (exchange_id) REFERENCES public.assistant_exchange(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_questionvector
    ADD CONSTRAINT assistant_questionve_municipality_id_6db05397_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.benefits_benefit
    ADD CONSTRAINT benefits_benefit_municipality_id_96ec7e7b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.benefits_benefit
    ADD CONSTRAINT benefits_benefit_service_id_db4a4272_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.benefits_benefitrule
    ADD CONSTRAINT benefits_benefitrule_benefit_id_7522b2bd_fk_benefits_benefit_id FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.benefits_benefitrule
    ADD CONSTRAINT benefits_benefitrule_municipality_id_07fe1ad1_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_group_id_a32e0813_fk_bookings_group_id FOREIGN KEY (group_id) REFERENCES public.bookings_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_item_id_c4c183d3_fk_bookings_item_id FOREIGN KEY (item_id) REFERENCES public.bookings_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_made_by_id_c6a8bbff_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_municipality_id_5f70b202_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_payment_id_c4a0ad11_fk_payments_payment_id FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_person_id_d07e3add_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_resource_id_1536c4cc_fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_booking
    ADD CONSTRAINT bookings_booking_series_id_5807db19_fk_bookings_series_id FOREIGN KEY (series_id) REFERENCES public.bookings_series(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_busytime
    ADD CONSTRAINT bookings_busytime_calendar_id_eb30306b_fk_bookings_ FOREIGN KEY (calendar_id) REFERENCES public.bookings_foreigncalendar(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_busytime
    ADD CONSTRAINT bookings_busytime_municipality_id_42296ac7_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_busytime
    ADD CONSTRAINT bookings_busytime_resource_id_d9e743bf_fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlin_municipality_id_903423db_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlin_resource_id_614b78a9_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlink_holder_id_bad27bdc_fk_persons_person_id FOREIGN KEY (holder_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlink_person_id_39bf93f6_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_calendarlink
    ADD CONSTRAINT bookings_calendarlink_user_id_34c2cec7_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_foreigncalendar
    ADD CONSTRAINT bookings_foreigncale_municipality_id_79a56461_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_foreigncalendar
    ADD CONSTRAINT bookings_foreigncale_resource_id_66912b07_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_group
    ADD CONSTRAINT bookings_group_municipality_id_513d33b4_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_groupmember
    ADD CONSTRAINT bookings_groupmember_group_id_627f897e_fk_bookings_group_id FOREIGN KEY (group_id) REFERENCES public.bookings_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_groupmember
    ADD CONSTRAINT bookings_groupmember_municipality_id_8e55e756_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_groupmember
    ADD CONSTRAINT bookings_groupmember_person_id_d59b1c48_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_item
    ADD CONSTRAINT bookings_item_municipality_id_01ce678d_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_item
    ADD CONSTRAINT bookings_item_resource_id_feb21953_fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_openingexception
    ADD CONSTRAINT bookings_openingexce_municipality_id_17e187aa_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_openingexception
    ADD CONSTRAINT bookings_openingexce_resource_id_b1948f3a_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_openingrule
    ADD CONSTRAINT bookings_openingrule_municipality_id_0b070a59_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_openingrule
    ADD CONSTRAINT bookings_openingrule_resource_id_da240b11_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_price
    ADD CONSTRAINT bookings_price_group_id_d711823e_fk_bookings_group_id FOREIGN KEY (group_id) REFERENCES public.bookings_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_price
    ADD CONSTRAINT bookings_price_municipality_id_e08aa7c5_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_price
    ADD CONSTRAINT bookings_price_resource_id_f8b7871d_fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource_groups
    ADD CONSTRAINT bookings_resource_gr_resource_id_dd90fa1b_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource_groups
    ADD CONSTRAINT bookings_resource_groups_group_id_b18f76fc_fk_bookings_group_id FOREIGN KEY (group_id) REFERENCES public.bookings_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource
    ADD CONSTRAINT bookings_resource_municipality_id_90025d50_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource
    ADD CONSTRAINT bookings_resource_official_id_4e7bb232_fk_people_user_id FOREIGN KEY (official_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource
    ADD CONSTRAINT bookings_resource_service_id_317840f3_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_resource
    ADD CONSTRAINT bookings_resource_unit_id_e9a3bb92_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_series
    ADD CONSTRAINT bookings_series_made_by_id_61c7dca1_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_series
    ADD CONSTRAINT bookings_series_municipality_id_a1e22629_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_series
    ADD CONSTRAINT bookings_series_resource_id_c9ac40c8_fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentr_booking_id_950a16ec_fk_bookings_ FOREIGN KEY (booking_id) REFERENCES public.bookings_booking(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentr_municipality_id_9798de0b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentr_resource_id_3743ed49_fk_bookings_ FOREIGN KEY (resource_id) REFERENCES public.bookings_resource(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bookings_waitingentry
    ADD CONSTRAINT bookings_waitingentry_person_id_be61617e_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_case_id_c1a05ae2_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_code_id_a9f8c080_fk_calls_wrapupcode_id FOREIGN KEY (code_id) REFERENCES public.calls_wrapupcode(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_contact_id_9da4d952_fk_people_contact_id FOREIGN KEY (contact_id) REFERENCES public.people_contact(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_handed_by_id_6d875db4_fk_people_user_id FOREIGN KEY (handed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_municipality_id_2fcbe854_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_operator_id_6c7e59e6_fk_people_user_id FOREIGN KEY (operator_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_recording_id_fae813b5_fk_recordings_recording_id FOREIGN KEY (recording_id) REFERENCES public.recordings_recording(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_rings_at_id_fa4ced44_fk_people_user_id FOREIGN KEY (rings_at_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_call
    ADD CONSTRAINT calls_call_unit_id_ebc9c395_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_exchangekey
    ADD CONSTRAINT calls_exchangekey_municipality_id_7d510b78_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_exchangemessage
    ADD CONSTRAINT calls_exchangemessag_municipality_id_84e88cbd_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_keepingperiod
    ADD CONSTRAINT calls_keepingperiod_municipality_id_8d05f506_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_call_id_748b78dc_fk_calls_call_id FOREIGN KEY (call_id) REFERENCES public.calls_call(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_case_id_00d78d34_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_municipality_id_f29d8f0d_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_operator_id_57f21bcc_fk_people_user_id FOREIGN KEY (operator_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_promise
    ADD CONSTRAINT calls_promise_unit_id_50731afd_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_shift
    ADD CONSTRAINT calls_shift_municipality_id_d72725b3_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_shift
    ADD CONSTRAINT calls_shift_operator_id_846074b5_fk_people_user_id FOREIGN KEY (operator_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_signal
    ADD CONSTRAINT calls_signal_municipality_id_ed3e2ea5_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_signal
    ADD CONSTRAINT calls_signal_to_id_825c55e4_fk_people_user_id FOREIGN KEY (to_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.calls_wrapupcode
    ADD CONSTRAINT calls_wrapupcode_municipality_id_f6eae227_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_answertemplate
    ADD CONSTRAINT cases_answertemplate_municipality_id_4a93eb2f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_answertemplate
    ADD CONSTRAINT cases_answertemplate_service_id_75edd80c_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_attachment
    ADD CONSTRAINT cases_attachment_case_id_1cf64b9f_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_attachment
    ADD CONSTRAINT cases_attachment_message_id_463c3649_fk_cases_message_id FOREIGN KEY (message_id) REFERENCES public.cases_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_attachment
    ADD CONSTRAINT cases_attachment_municipality_id_5d03f12e_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_area_id_040d4987_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_asset_id_1541b39d_fk_assets_asset_id FOREIGN KEY (asset_id) REFERENCES public.assets_asset(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_clock_id_df6e1bd0_fk_cases_clockrule_id FOREIGN KEY (clock_id) REFERENCES public.cases_clockrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_concerned_id_db07885b_fk_persons_person_id FOREIGN KEY (concerned_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_contact_id_c383cc8a_fk_people_contact_id FOREIGN KEY (contact_id) REFERENCES public.people_contact(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_merged_into_id_1b4320d8_fk_cases_case_id FOREIGN KEY (merged_into_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_municipality_id_d40b1c25_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_official_id_f734cd0a_fk_people_user_id FOREIGN KEY (official_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_person_id_f87eeffa_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_service_id_d5119aeb_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_topic_id_fd95d623_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_unit_id_f34fc706_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_caseparticipant
    ADD CONSTRAINT cases_caseparticipan_municipality_id_b016ef21_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_caseparticipant
    ADD CONSTRAINT cases_caseparticipant_added_by_id_f284a7c3_fk_people_user_id FOREIGN KEY (added_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_caseparticipant
    ADD CONSTRAINT cases_caseparticipant_case_id_951cb085_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_caseparticipant
    ADD CONSTRAINT cases_caseparticipant_user_id_9283fa69_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_clockrule
    ADD CONSTRAINT cases_clockrule_municipality_id_66253795_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_follower
    ADD CONSTRAINT cases_follower_case_id_b231ad16_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_follower
    ADD CONSTRAINT cases_follower_municipality_id_988274af_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_author_id_9d69da11_fk_people_user_id FOREIGN KEY (author_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_case_id_544aca6d_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_message
    ADD CONSTRAINT cases_message_municipality_id_e181169d_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_retentionrule
    ADD CONSTRAINT cases_retentionrule_municipality_id_5b456022_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_area_id_68c1b32f_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_municipality_id_56ed6082_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_official_id_aa58f319_fk_people_user_id FOREIGN KEY (official_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_service_id_f6a0eeca_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_set_service_id_b26e4658_fk_services_ FOREIGN KEY (set_service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_routingrule
    ADD CONSTRAINT cases_routingrule_unit_id_d9e6b713_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_municipality_id_b2016672_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_savedview
    ADD CONSTRAINT cases_savedview_user_id_d4a28431_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_sensitivityrule
    ADD CONSTRAINT cases_sensitivityrul_municipality_id_8a16f0d5_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_sensitivityrule
    ADD CONSTRAINT cases_sensitivityrule_unit_id_70c3eb4d_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_heard
    ADD CONSTRAINT channels_heard_case_id_cfa44b57_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_heard
    ADD CONSTRAINT channels_heard_municipality_id_ca224f54_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_letter
    ADD CONSTRAINT channels_letter_case_id_118fdacd_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_letter
    ADD CONSTRAINT channels_letter_municipality_id_58f590b1_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_mailsender
    ADD CONSTRAINT channels_mailsender_municipality_id_0646b7e0_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_wording
    ADD CONSTRAINT channels_wording_changed_by_id_1c6b57c4_fk_people_user_id FOREIGN KEY (changed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.channels_wording
    ADD CONSTRAINT channels_wording_municipality_id_9f476c46_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.core_host
    ADD CONSTRAINT core_host_municipality_id_d8c067e9_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.core_journalentry
    ADD CONSTRAINT core_journalentry_municipality_id_e229a68b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.deliveries_attempt
    ADD CONSTRAINT deliveries_attempt_delivery_id_0b361f59_fk_deliverie FOREIGN KEY (delivery_id) REFERENCES public.deliveries_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.deliveries_attempt
    ADD CONSTRAINT deliveries_attempt_municipality_id_f0372ac7_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.deliveries_breaker
    ADD CONSTRAINT deliveries_breaker_municipality_id_a83c67ad_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.deliveries_delivery
    ADD CONSTRAINT deliveries_delivery_municipality_id_344d48cd_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_address_id_b95ddcd9_fk_exchange_ownaddress_id FOREIGN KEY (address_id) REFERENCES public.exchange_ownaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_author_id_c0eb5404_fk_people_user_id FOREIGN KEY (author_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_case_id_72d0b784_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_municipality_id_2d26ce4f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_participant_id_aefeee40_fk_exchange_ FOREIGN KEY (participant_id) REFERENCES public.exchange_participant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_document
    ADD CONSTRAINT exchange_document_reply_to_id_ea900af8_fk_exchange_document_id FOREIGN KEY (reply_to_id) REFERENCES public.exchange_document(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_ownaddress
    ADD CONSTRAINT exchange_ownaddress_municipality_id_8ce5003a_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_participant
    ADD CONSTRAINT exchange_participant_intermediary_id_33af3071_fk_exchange_ FOREIGN KEY (intermediary_id) REFERENCES public.exchange_participant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_participant
    ADD CONSTRAINT exchange_participant_municipality_id_77897ea2_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_typerule
    ADD CONSTRAINT exchange_typerule_municipality_id_e7a8119f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exchange_typerule
    ADD CONSTRAINT exchange_typerule_service_id_dc12850a_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_handover
    ADD CONSTRAINT lifeevents_handover_benefit_id_ddebd143_fk_benefits_benefit_id FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_handover
    ADD CONSTRAINT lifeevents_handover_municipality_id_e032297d_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_lifeevent
    ADD CONSTRAINT lifeevents_lifeevent_municipality_id_445c4bce_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_question
    ADD CONSTRAINT lifeevents_question_event_id_7ae93e88_fk_lifeevent FOREIGN KEY (event_id) REFERENCES public.lifeevents_lifeevent(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_savedpath
    ADD CONSTRAINT lifeevents_savedpath_event_id_b0022c20_fk_lifeevent FOREIGN KEY (event_id) REFERENCES public.lifeevents_lifeevent(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_savedpath
    ADD CONSTRAINT lifeevents_savedpath_municipality_id_e57c0c15_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_savedpath
    ADD CONSTRAINT lifeevents_savedpath_person_id_3e1a3f0d_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lifeevents_step
    ADD CONSTRAINT lifeevents_step_event_id_3238822a_fk_lifeevents_lifeevent_id FOREIGN KEY (event_id) REFERENCES public.lifeevents_lifeevent(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_municipality_id_6d166f41_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_service_id_728b137a_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_topic_id_12f1e045_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_box
    ADD CONSTRAINT mailbox_box_unit_id_769bc976_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_content
    ADD CONSTRAINT mailbox_content_mail_id_874d6a2b_fk_mailbox_mail_id FOREIGN KEY (mail_id) REFERENCES public.mailbox_mail(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_content
    ADD CONSTRAINT mailbox_content_municipality_id_853ef0be_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_doorkey
    ADD CONSTRAINT mailbox_doorkey_municipality_id_64bd5ec5_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_box_id_791e5862_fk_mailbox_box_id FOREIGN KEY (box_id) REFERENCES public.mailbox_box(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_case_id_25c0b6c5_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_letter_id_6a2643e4_fk_channels_letter_id FOREIGN KEY (letter_id) REFERENCES public.channels_letter(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_mail
    ADD CONSTRAINT mailbox_mail_municipality_id_47f60e7e_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mailbox_retentionperiod
    ADD CONSTRAINT mailbox_retentionper_municipality_id_218ba84c_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_areas
    ADD CONSTRAINT notices_notice_areas_area_id_2aa0a012_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_areas
    ADD CONSTRAINT notices_notice_areas_notice_id_c5c190c8_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_author_id_99ebb3e0_fk_people_user_id FOREIGN KEY (author_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_municipality_id_6938e808_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_services
    ADD CONSTRAINT notices_notice_servi_service_id_9dd45ce0_fk_services_ FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_services
    ADD CONSTRAINT notices_notice_services_notice_id_6fedeb29_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_topics
    ADD CONSTRAINT notices_notice_topics_notice_id_8c6833d5_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice_topics
    ADD CONSTRAINT notices_notice_topics_topic_id_d4d1d455_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_recipient
    ADD CONSTRAINT notices_recipient_subscriber_id_3dc8f018_fk_notices_s FOREIGN KEY (subscriber_id) REFERENCES public.notices_subscriber(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_subscriber
    ADD CONSTRAINT notices_subscriber_municipality_id_edf5bcb9_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_considered
    ADD CONSTRAINT offers_considered_municipality_id_b6f824c2_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_considered
    ADD CONSTRAINT offers_considered_person_id_02a259c8_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_considered
    ADD CONSTRAINT offers_considered_rule_id_0428cf51_fk_offers_offerrule_id FOREIGN KEY (rule_id) REFERENCES public.offers_offerrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_benefit_rule_id_520ba7a5_fk_benefits_ FOREIGN KEY (benefit_rule_id) REFERENCES public.benefits_benefitrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_municipality_id_7549244d_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_person_id_6361836b_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_rule_id_d9e70ece_fk_offers_offerrule_id FOREIGN KEY (rule_id) REFERENCES public.offers_offerrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offer
    ADD CONSTRAINT offers_offer_subject_id_44ba6eba_fk_persons_person_id FOREIGN KEY (subject_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerconsent
    ADD CONSTRAINT offers_offerconsent_given_by_id_f0f207f8_fk_persons_person_id FOREIGN KEY (given_by_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerconsent
    ADD CONSTRAINT offers_offerconsent_municipality_id_83d76613_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerconsent
    ADD CONSTRAINT offers_offerconsent_person_id_f9dcbd9e_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerconsent
    ADD CONSTRAINT offers_offerconsent_purpose_id_c5b5d4bc_fk_offers_purpose_id FOREIGN KEY (purpose_id) REFERENCES public.offers_purpose(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_benefit_id_229c82e3_fk_benefits_benefit_id FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_changed_by_id_bae90b53_fk_people_user_id FOREIGN KEY (changed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_municipality_id_d402e50b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_purpose_id_6d2180cd_fk_offers_purpose_id FOREIGN KEY (purpose_id) REFERENCES public.offers_purpose(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_offerrule
    ADD CONSTRAINT offers_offerrule_released_by_id_0b1c0acc_fk_people_user_id FOREIGN KEY (released_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_preference
    ADD CONSTRAINT offers_preference_municipality_id_0a2923b8_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_preference
    ADD CONSTRAINT offers_preference_person_id_503bbe7d_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_purpose
    ADD CONSTRAINT offers_purpose_municipality_id_47fac1e0_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_refusal
    ADD CONSTRAINT offers_refusal_benefit_id_c20c17a2_fk_benefits_benefit_id FOREIGN KEY (benefit_id) REFERENCES public.benefits_benefit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_refusal
    ADD CONSTRAINT offers_refusal_municipality_id_1802664d_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_refusal
    ADD CONSTRAINT offers_refusal_person_id_05920fa3_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_refusal
    ADD CONSTRAINT offers_refusal_subject_id_862a5431_fk_persons_person_id FOREIGN KEY (subject_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_run
    ADD CONSTRAINT offers_run_made_by_id_797853e6_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_run
    ADD CONSTRAINT offers_run_municipality_id_3a867ca6_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offers_run
    ADD CONSTRAINT offers_run_rule_id_9bbf3cd3_fk_offers_offerrule_id FOREIGN KEY (rule_id) REFERENCES public.offers_offerrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_apikey
    ADD CONSTRAINT open311_apikey_municipality_id_fbef9a70_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_handover
    ADD CONSTRAINT open311_handover_case_id_8dbfc5e2_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_handover
    ADD CONSTRAINT open311_handover_municipality_id_45576a3c_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_handover
    ADD CONSTRAINT open311_handover_official_id_9d229b97_fk_people_user_id FOREIGN KEY (official_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_handover
    ADD CONSTRAINT open311_handover_partner_id_b7f6ef13_fk_open311_partner_id FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_idempotencykey
    ADD CONSTRAINT open311_idempotencyk_municipality_id_301cc64b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_idempotencykey
    ADD CONSTRAINT open311_idempotencykey_api_key_id_0a73c33b_fk_open311_apikey_id FOREIGN KEY (api_key_id) REFERENCES public.open311_apikey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_idempotencykey
    ADD CONSTRAINT open311_idempotencykey_case_id_ddabbdb7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partner_areas
    ADD CONSTRAINT open311_partner_areas_area_id_d5952758_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partner_areas
    ADD CONSTRAINT open311_partner_areas_partner_id_fd6d92c1_fk_open311_partner_id FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partner
    ADD CONSTRAINT open311_partner_default_service_id_3c125c27_fk_open311_p FOREIGN KEY (default_service_id) REFERENCES public.open311_partnerservice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partner
    ADD CONSTRAINT open311_partner_key_id_6b5e1e30_fk_open311_apikey_id FOREIGN KEY (key_id) REFERENCES public.open311_apikey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partner
    ADD CONSTRAINT open311_partner_municipality_id_bed02083_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_partnerservice
    ADD CONSTRAINT open311_partnerservi_partner_id_176e3684_fk_open311_p FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_received
    ADD CONSTRAINT open311_received_case_id_b5220777_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_received
    ADD CONSTRAINT open311_received_partner_id_2dc292ad_fk_open311_partner_id FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_servicemapping
    ADD CONSTRAINT open311_servicemappi_partner_id_f2abe02f_fk_open311_p FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_servicemapping
    ADD CONSTRAINT open311_servicemappi_service_id_2f6017f5_fk_services_ FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_servicemapping
    ADD CONSTRAINT open311_servicemappi_theirs_id_e8ff9318_fk_open311_p FOREIGN KEY (theirs_id) REFERENCES public.open311_partnerservice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_servicemapping
    ADD CONSTRAINT open311_servicemapping_area_id_4daefd17_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_takenupdate
    ADD CONSTRAINT open311_takenupdate_case_id_aaafd046_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.open311_takenupdate
    ADD CONSTRAINT open311_takenupdate_partner_id_0265c4b7_fk_open311_partner_id FOREIGN KEY (partner_id) REFERENCES public.open311_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_attempt
    ADD CONSTRAINT payments_attempt_municipality_id_8d72a6f5_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_attempt
    ADD CONSTRAINT payments_attempt_payment_id_a18ea4ce_fk_payments_payment_id FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_municipality_id_985fb773_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_person_id_2dfa1221_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_paymentaccount
    ADD CONSTRAINT payments_paymentacco_municipality_id_8a44f26f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_asked_by_id_a8566fbf_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_attempt_id_0b419ab4_fk_payments_attempt_id FOREIGN KEY (attempt_id) REFERENCES public.payments_attempt(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_municipality_id_fcaf477d_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payments_refund
    ADD CONSTRAINT payments_refund_payment_id_a70693f7_fk_payments_payment_id FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_deputy_id_12b3b300_fk_people_user_id FOREIGN KEY (deputy_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_municipality_id_1d9d2155_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_user_id_804325c1_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_contact
    ADD CONSTRAINT people_contact_municipality_id_83e1039e_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_invited_by_id_3784d49d_fk_people_user_id FOREIGN KEY (invited_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_membership_id_10725569_fk_people_me FOREIGN KEY (membership_id) REFERENCES public.people_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_municipality_id_c7c6ee5b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_unit_id_760f95fd_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_user_id_6b7e61de_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_municipality_id_cf1100b9_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_unit_id_17e4545d_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_user_id_35baff26_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_decided_by_id_d0b99e4a_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_membership_id_65134ffc_fk_people_me FOREIGN KEY (membership_id) REFERENCES public.people_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_municipality_id_f3a86f7c_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_proposed_by_id_e2e76011_fk_people_user_id FOREIGN KEY (proposed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rightschange
    ADD CONSTRAINT people_rightschange_user_id_165e0ed5_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_rolesetting
    ADD CONSTRAINT people_rolesetting_municipality_id_219f62fe_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_unit
    ADD CONSTRAINT people_unit_head_id_be10cb11_fk_people_user_id FOREIGN KEY (head_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_unit
    ADD CONSTRAINT people_unit_municipality_id_4d9db280_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_unit
    ADD CONSTRAINT people_unit_parent_id_4456c6e4_fk_people_unit_id FOREIGN KEY (parent_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_user_groups
    ADD CONSTRAINT people_user_groups_group_id_1f0237d0_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_user_groups
    ADD CONSTRAINT people_user_groups_user_id_290df956_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_user_user_permissions
    ADD CONSTRAINT people_user_user_per_permission_id_55f01ef0_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_user_user_permissions
    ADD CONSTRAINT people_user_user_permissions_user_id_7d19557b_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_person
    ADD CONSTRAINT persons_person_area_id_232e4815_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_person
    ADD CONSTRAINT persons_person_municipality_id_817de355_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_person
    ADD CONSTRAINT persons_person_user_id_78103374_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_representation
    ADD CONSTRAINT persons_representati_municipality_id_4dd27e0f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_representation
    ADD CONSTRAINT persons_representati_representative_id_9493b44e_fk_persons_p FOREIGN KEY (representative_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_representation
    ADD CONSTRAINT persons_representati_represented_id_df5fe596_fk_persons_p FOREIGN KEY (represented_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_session
    ADD CONSTRAINT persons_session_acting_for_id_3ed3d5e6_fk_persons_r FOREIGN KEY (acting_for_id) REFERENCES public.persons_representation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_session
    ADD CONSTRAINT persons_session_municipality_id_8236c545_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.persons_session
    ADD CONSTRAINT persons_session_person_id_72c7922b_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_address
    ADD CONSTRAINT places_address_area_id_042c55f2_fk_places_area_id FOREIGN KEY (area_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_address
    ADD CONSTRAINT places_address_municipality_id_4f0371b6_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_area
    ADD CONSTRAINT places_area_municipality_id_cb3a3d16_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_area
    ADD CONSTRAINT places_area_parent_id_09c0273d_fk_places_area_id FOREIGN KEY (parent_id) REFERENCES public.places_area(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.recordings_intakekey
    ADD CONSTRAINT recordings_intakekey_municipality_id_97f2d862_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_proposal
    ADD CONSTRAINT recordings_proposal_answer_id_751c9086_fk_answers_p FOREIGN KEY (answer_id) REFERENCES public.answers_publishedanswer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_proposal
    ADD CONSTRAINT recordings_proposal_decided_by_id_15b1ab3f_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_proposal
    ADD CONSTRAINT recordings_proposal_municipality_id_be2a580b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_proposal
    ADD CONSTRAINT recordings_proposal_recording_id_bc0baa60_fk_recording FOREIGN KEY (recording_id) REFERENCES public.recordings_recording(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_rawtranscript
    ADD CONSTRAINT recordings_rawtransc_municipality_id_7cf8f9e6_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_rawtranscript
    ADD CONSTRAINT recordings_rawtransc_recording_id_8a551e21_fk_recording FOREIGN KEY (recording_id) REFERENCES public.recordings_recording(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_recording
    ADD CONSTRAINT recordings_recording_municipality_id_5f4843ca_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_recording
    ADD CONSTRAINT recordings_recording_received_by_id_5c65a7d1_fk_people_user_id FOREIGN KEY (received_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recordings_retentionperiod
    ADD CONSTRAINT recordings_retention_municipality_id_af933e46_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_connection
    ADD CONSTRAINT registers_connection_municipality_id_402eab4a_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_keptanswer
    ADD CONSTRAINT registers_keptanswer_municipality_id_fcfafe5e_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_keptanswer
    ADD CONSTRAINT registers_keptanswer_person_id_c652e455_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_query
    ADD CONSTRAINT registers_query_municipality_id_db39c758_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_query
    ADD CONSTRAINT registers_query_person_id_b2ab42e1_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_register
    ADD CONSTRAINT registers_register_municipality_id_9fba29bf_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_statement
    ADD CONSTRAINT registers_statement_checked_by_id_1c9bd2ae_fk_people_user_id FOREIGN KEY (checked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_statement
    ADD CONSTRAINT registers_statement_municipality_id_f3b7cd42_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_statement
    ADD CONSTRAINT registers_statement_person_id_27bbc692_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registers_statement
    ADD CONSTRAINT registers_statement_stated_by_id_d7e08838_fk_persons_person_id FOREIGN KEY (stated_by_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_asked_by_id_532a26f1_fk_persons_person_id FOREIGN KEY (asked_by_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_decided_by_id_7dd4342a_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_municipality_id_9be884ec_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_person_id_f5bd6c0d_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_municipality_id_452d7142_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_embedding
    ADD CONSTRAINT search_embedding_document_id_17202321_fk_search_document_id FOREIGN KEY (document_id) REFERENCES public.search_document(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_embedding
    ADD CONSTRAINT search_embedding_model_id_6c99b49e_fk_search_embeddingmodel_id FOREIGN KEY (model_id) REFERENCES public.search_embeddingmodel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_embedding
    ADD CONSTRAINT search_embedding_municipality_id_d72ca683_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_embedding
    ADD CONSTRAINT search_embedding_passage_id_f3e87da5_fk_search_passage_id FOREIGN KEY (passage_id) REFERENCES public.search_passage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_passage
    ADD CONSTRAINT search_passage_document_id_2120e8f5_fk_search_document_id FOREIGN KEY (document_id) REFERENCES public.search_document(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_passage
    ADD CONSTRAINT search_passage_municipality_id_fced15ab_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT search_term_municipality_id_4cbb5a5c_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_changed_by_id_8804b7bc_fk_people_user_id FOREIGN KEY (changed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_current_id_82d9c1b8_fk_service_f FOREIGN KEY (current_id) REFERENCES public.service_forms_formversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_municipality_id_ac914fc5_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_form
    ADD CONSTRAINT service_forms_form_service_id_35f7a564_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_formversion
    ADD CONSTRAINT service_forms_formve_form_id_9c1b3f3a_fk_service_f FOREIGN KEY (form_id) REFERENCES public.service_forms_form(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_formversion
    ADD CONSTRAINT service_forms_formve_municipality_id_dd842e3b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_forms_formversion
    ADD CONSTRAINT service_forms_formve_published_by_id_04270af9_fk_people_us FOREIGN KEY (published_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_channel
    ADD CONSTRAINT services_channel_municipality_id_bd39263c_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_channel
    ADD CONSTRAINT services_channel_service_id_79e94308_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_channelyear
    ADD CONSTRAINT services_channelyear_channel_id_d8893ca9_fk_services_channel_id FOREIGN KEY (channel_id) REFERENCES public.services_channel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_channelyear
    ADD CONSTRAINT services_channelyear_municipality_id_d64f356b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_legalbasis
    ADD CONSTRAINT services_legalbasis_municipality_id_d8f55d99_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_legalbasis
    ADD CONSTRAINT services_legalbasis_service_id_c79361df_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_municipalapproval
    ADD CONSTRAINT services_municipalap_task_ptr_id_0cc98236_fk_wagtailco FOREIGN KEY (task_ptr_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_registerimport
    ADD CONSTRAINT services_registerimp_municipality_id_43307b85_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_registerimport
    ADD CONSTRAINT services_registerimport_by_id_e3bccb88_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_latest_revision_id_50e4407a_fk_wagtailco FOREIGN KEY (latest_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_live_revision_id_f843b089_fk_wagtailco FOREIGN KEY (live_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_locked_by_id_b1690595_fk_people_user_id FOREIGN KEY (locked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_municipality_id_038ff61f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_owner_id_da3de26e_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service_related
    ADD CONSTRAINT services_service_rel_from_service_id_06fa7804_fk_services_ FOREIGN KEY (from_service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service_related
    ADD CONSTRAINT services_service_rel_to_service_id_011a59c7_fk_services_ FOREIGN KEY (to_service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service_topics
    ADD CONSTRAINT services_service_top_service_id_3e9d5803_fk_services_ FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service_topics
    ADD CONSTRAINT services_service_topics_topic_id_aa7befc2_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_service
    ADD CONSTRAINT services_service_unit_id_a745b9a0_fk_people_unit_id FOREIGN KEY (unit_id) REFERENCES public.people_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_topic
    ADD CONSTRAINT services_topic_municipality_id_0062e5da_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.services_topic
    ADD CONSTRAINT services_topic_parent_id_e0a8bf91_fk_services_topic_id FOREIGN KEY (parent_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_attempt
    ADD CONSTRAINT signin_attempt_municipality_id_134983b4_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_attempt
    ADD CONSTRAINT signin_attempt_person_id_7e33300e_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_attempt
    ADD CONSTRAINT signin_attempt_provider_id_dff398e4_fk_signin_provider_id FOREIGN KEY (provider_id) REFERENCES public.signin_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_keptform
    ADD CONSTRAINT signin_keptform_municipality_id_207fb2dd_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_keptform
    ADD CONSTRAINT signin_keptform_person_id_e42cd22d_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_passkey
    ADD CONSTRAINT signin_passkey_user_id_568bfc37_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_provider
    ADD CONSTRAINT signin_provider_municipality_id_184a46b9_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_providersession
    ADD CONSTRAINT signin_providersessi_municipality_id_ebc260ca_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_providersession
    ADD CONSTRAINT signin_providersessi_provider_id_e9eb315e_fk_signin_pr FOREIGN KEY (provider_id) REFERENCES public.signin_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_providersession
    ADD CONSTRAINT signin_providersessi_session_id_a063b9bc_fk_persons_s FOREIGN KEY (session_id) REFERENCES public.persons_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_recoverycode
    ADD CONSTRAINT signin_recoverycode_user_id_737ef652_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_seentoken
    ADD CONSTRAINT signin_seentoken_municipality_id_560a3473_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_seentoken
    ADD CONSTRAINT signin_seentoken_provider_id_4fab13f4_fk_signin_provider_id FOREIGN KEY (provider_id) REFERENCES public.signin_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_totp
    ADD CONSTRAINT signin_totp_user_id_0a69c636_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_connection
    ADD CONSTRAINT statebox_connection_municipality_id_78307346_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_case_id_e9ac66dc_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_municipality_id_0d7f5804_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_template_id_c394fb37_fk_statebox_template_id FOREIGN KEY (template_id) REFERENCES public.statebox_template(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_letter
    ADD CONSTRAINT statebox_letter_written_by_id_4064001a_fk_people_user_id FOREIGN KEY (written_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statebox_template
    ADD CONSTRAINT statebox_template_municipality_id_bfd2bcb6_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_answerdraft
    ADD CONSTRAINT suggestions_answerdr_municipality_id_f8101f13_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_answerdraft
    ADD CONSTRAINT suggestions_answerdraft_asked_by_id_90067532_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_answerdraft
    ADD CONSTRAINT suggestions_answerdraft_case_id_2a702155_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_casevector
    ADD CONSTRAINT suggestions_casevect_municipality_id_fe251224_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_casevector
    ADD CONSTRAINT suggestions_casevector_case_id_f158bc7f_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_learntmodel
    ADD CONSTRAINT suggestions_learntmo_municipality_id_97b5b9e5_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_suggestion
    ADD CONSTRAINT suggestions_suggesti_municipality_id_d0f048b0_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_suggestion
    ADD CONSTRAINT suggestions_suggestion_case_id_170b4f16_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.suggestions_suggestion
    ADD CONSTRAINT suggestions_suggestion_decided_by_id_baeeb2b2_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_9957a03c_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_tag_id_f4f5b767_fk_taggit_tag_id FOREIGN KEY (tag_id) REFERENCES public.taggit_tag(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_look
    ADD CONSTRAINT tracker_look_municipality_id_e8a45935_fk_core_municipality_id FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_look
    ADD CONSTRAINT tracker_look_person_id_7ec9e8eb_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_look
    ADD CONSTRAINT tracker_look_user_id_bcf6f3e7_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_opening
    ADD CONSTRAINT tracker_opening_municipality_id_c5c4cfbf_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_opening
    ADD CONSTRAINT tracker_opening_person_id_6c9373f4_fk_persons_person_id FOREIGN KEY (person_id) REFERENCES public.persons_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_opening
    ADD CONSTRAINT tracker_opening_user_id_22da218d_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tracker_receiver
    ADD CONSTRAINT tracker_receiver_municipality_id_4890fc7d_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editing_content_type_id_4df7730e_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editingsession_user_id_6e1a9b70_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formsta_content_type_id_e32438b3_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formstate_user_id_b910adc2_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_user_id_49b1141b_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction
    ADD CONSTRAINT wagtailcore_collecti_collection_id_761908ec_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collecti_collectionviewrestri_47320efd_fk_wagtailco FOREIGN KEY (collectionviewrestriction_id) REFERENCES public.wagtailcore_collectionviewrestriction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collecti_group_id_1823f2a3_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_page_id_108444b5_fk_wagtailcore_page_id FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_resolved_by_id_a282aa0e_fk_people_user_id FOREIGN KEY (resolved_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_revision_created_id_1d058279_fk_wagtailco FOREIGN KEY (revision_created_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_user_id_0c577ca6_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentr_comment_id_afc7e027_fk_wagtailco FOREIGN KEY (comment_id) REFERENCES public.wagtailcore_comment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentreply_user_id_d0b3b9c3_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapp_group_id_2e64b61f_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapp_groupapprovaltask_id_9a9255ea_fk_wagtailco FOREIGN KEY (groupapprovaltask_id) REFERENCES public.wagtailcore_groupapprovaltask(task_ptr_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupapprovaltask
    ADD CONSTRAINT wagtailcore_groupapp_task_ptr_id_cfe58781_fk_wagtailco FOREIGN KEY (task_ptr_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_collection_id_5423575a_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_group_id_05d61460_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_permission_id_1b626275_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_group_id_fc07e671_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_page_id_710b114a_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_permission_id_05acb22e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_group_id_e5cdbee4_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_permission_id_459b1f38_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_site_id_245de488_fk_wagtailco FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_modellogentry
    ADD CONSTRAINT wagtailcore_modellog_content_type_id_68849e77_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_alias_of_id_12945502_fk_wagtailcore_page_id FOREIGN KEY (alias_of_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_content_type_id_c28424df_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_latest_revision_id_e60fef51_fk_wagtailco FOREIGN KEY (latest_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_live_revision_id_930bd822_fk_wagtailco FOREIGN KEY (live_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_locale_id_3c7e30a6_fk_wagtailcore_locale_id FOREIGN KEY (locale_id) REFERENCES public.wagtailcore_locale(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_locked_by_id_bcb86245_fk_people_user_id FOREIGN KEY (locked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_owner_id_fbf7c332_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pagelogentry
    ADD CONSTRAINT wagtailcore_pageloge_content_type_id_74e7708a_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_pagerevision_user_id_2409d2f4_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubs_page_id_a085e7a6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubscription_user_id_89d7def9_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageview_group_id_6460f223_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction
    ADD CONSTRAINT wagtailcore_pageview_page_id_15a8bea6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageview_pageviewrestriction__f147a99a_fk_wagtailco FOREIGN KEY (pageviewrestriction_id) REFERENCES public.wagtailcore_pageviewrestriction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_base_content_type_id_313cf40f_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_content_type_id_766e0336_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_to_content_type_id_93690bbd_fk_django_co FOREIGN KEY (to_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_revision_base_content_type_id_5b4ef7bd_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_revision_content_type_id_c8cb69c0_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_root_page_id_e02fb95c_fk_wagtailcore_page_id FOREIGN KEY (root_page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_task
    ADD CONSTRAINT wagtailcore_task_content_type_id_249ab8ba_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_content_type_id_0a758fdc_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_revision_id_df25a499_fk_wagtailco FOREIGN KEY (revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_workflow_state_id_9239a775_fk_wagtailco FOREIGN KEY (workflow_state_id) REFERENCES public.wagtailcore_workflowstate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstate_finished_by_id_13f98229_fk_people_user_id FOREIGN KEY (finished_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstate_task_id_c3677c34_fk_wagtailcore_task_id FOREIGN KEY (task_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploaded_for_content_type_id_b0fc87b2_fk_django_co FOREIGN KEY (for_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploaded_uploaded_by_user_id_c7580fe8_fk_people_us FOREIGN KEY (uploaded_by_user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_base_content_type_id_a30dc576_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_content_type_id_2bb78ce1_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflow_content_type_id_b261bb37_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_current_task_state_i_3a1a0632_fk_wagtailco FOREIGN KEY (current_task_state_id) REFERENCES public.wagtailcore_taskstate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflow_page_id_81e7bab6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_requested_by_id_4090bca3_fk_people_us FOREIGN KEY (requested_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflow_task_id_ce7716fe_fk_wagtailco FOREIGN KEY (task_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_1f18378f_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_56f56ff6_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_9aad7cd2_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_b9717175_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_collection_id_23881625_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_uploaded_by_user_id_17258b41_fk_people_us FOREIGN KEY (uploaded_by_user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_collection_id_c2f8af7e_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_uploaded_by_user_id_5d73dc75_fk_people_us FOREIGN KEY (uploaded_by_user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendit_image_id_3e1fd774_fk_wagtailim FOREIGN KEY (image_id) REFERENCES public.wagtailimages_image(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_red_redirect_page_id_b5728a8f_fk_wagtailco FOREIGN KEY (redirect_page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_red_site_id_780a0e1e_fk_wagtailco FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexe_content_type_id_62ed694f_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_user_id_59c92331_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_endpoint
    ADD CONSTRAINT webhooks_endpoint_municipality_id_0b7ba55b_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_received
    ADD CONSTRAINT webhooks_received_case_id_abfa505b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_received
    ADD CONSTRAINT webhooks_received_municipality_id_63398f2f_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_received
    ADD CONSTRAINT webhooks_received_source_id_969ba14b_fk_webhooks_source_id FOREIGN KEY (source_id) REFERENCES public.webhooks_source(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_received
    ADD CONSTRAINT webhooks_received_word_id_f0882fe0_fk_cases_message_id FOREIGN KEY (word_id) REFERENCES public.cases_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_source
    ADD CONSTRAINT webhooks_source_endpoint_id_755aed13_fk_webhooks_endpoint_id FOREIGN KEY (endpoint_id) REFERENCES public.webhooks_endpoint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_source
    ADD CONSTRAINT webhooks_source_municipality_id_4f6803aa_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_source
    ADD CONSTRAINT webhooks_source_service_id_b9390eea_fk_services_service_id FOREIGN KEY (service_id) REFERENCES public.services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_thread
    ADD CONSTRAINT webhooks_thread_case_id_e350a0a7_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_thread
    ADD CONSTRAINT webhooks_thread_municipality_id_4c791f41_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhooks_thread
    ADD CONSTRAINT webhooks_thread_source_id_09360515_fk_webhooks_source_id FOREIGN KEY (source_id) REFERENCES public.webhooks_source(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_homepage
    ADD CONSTRAINT website_homepage_page_ptr_id_8a7a9c53_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipality_collection_id_95a4674a_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipality_folder_id_c054c75c_fk_website_m FOREIGN KEY (folder_id) REFERENCES public.website_municipalityfolder(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitygroup
    ADD CONSTRAINT website_municipality_municipality_id_0ad79450_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipality_municipality_id_39f99d0e_fk_core_muni FOREIGN KEY (municipality_id) REFERENCES public.core_municipality(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalityfolder
    ADD CONSTRAINT website_municipality_page_ptr_id_f3874e7e_fk_wagtailco FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitysite
    ADD CONSTRAINT website_municipality_site_id_e8daca46_fk_wagtailco FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_municipalitygroup
    ADD CONSTRAINT website_municipalitygroup_group_id_47c43644_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_newsindexpage
    ADD CONSTRAINT website_newsindexpag_page_ptr_id_e66b650e_fk_wagtailco FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_newspage
    ADD CONSTRAINT website_newspage_image_id_8f213a63_fk_wagtailimages_image_id FOREIGN KEY (image_id) REFERENCES public.wagtailimages_image(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_newspage
    ADD CONSTRAINT website_newspage_page_ptr_id_7e822fe5_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_newspage
    ADD CONSTRAINT website_newspage_topic_id_dc4c35aa_fk_services_topic_id FOREIGN KEY (topic_id) REFERENCES public.services_topic(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_publisheddocument
    ADD CONSTRAINT website_publisheddoc_collection_id_c41c5663_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_publisheddocument
    ADD CONSTRAINT website_publisheddoc_uploaded_by_user_id_5b4edbae_fk_people_us FOREIGN KEY (uploaded_by_user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.website_textpage
    ADD CONSTRAINT website_textpage_page_ptr_id_09355210_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
