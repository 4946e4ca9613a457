namespace Marketplace.Web.Conversions.Signals;

/// <summary>What nobody may do, not even at the console: lose a signal, or change how somebody explained it. After <see cref="ConversionSql"/>, whose function it uses.</summary>
internal static class SignalSql
{
    /// <summary>The index lets the days of one unit be counted without reading its conversions of other years.</summary>
    public const string Create = """
        create trigger signals_keep before delete or truncate on signals execute function conversion_rows_refuse();
        create trigger signals_words before update on signals for each row
          when ((old.conversion_id, old.kind, old.key, old.at) is distinct from (new.conversion_id, new.kind, new.key, new.at)) execute function conversion_rows_refuse();
        create trigger signal_notes_keep before delete or truncate on signal_notes execute function conversion_rows_refuse();
        create trigger signal_notes_words before update on signal_notes for each row
          when ((old.signal_id, old.filing_id, old.words, old.at) is distinct from (new.signal_id, new.filing_id, new.words, new.at)) execute function conversion_rows_refuse();
        create index ix_filings_day on filings (region_path, (coalesce(effective_on, signed_on)));
        """;

    public const string Drop = "drop index ix_filings_day;";
}
