from django.db import migrations

FUNCTION = """
CREATE FUNCTION benefits_used_rule_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER benefits_used_rule_stays BEFORE UPDATE OR DELETE ON benefits_benefitrule
    FOR EACH ROW EXECUTE FUNCTION benefits_used_rule_stays();
"""
REVERSE = """
DROP TRIGGER benefits_used_rule_stays ON benefits_benefitrule;
DROP FUNCTION benefits_used_rule_stays();
"""


class Migration(migrations.Migration):
    """Of a rule that decisions rest on only the last day and the remarks may change."""

    dependencies = [("benefits", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION, REVERSE)]
