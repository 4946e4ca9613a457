using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>盖章件归档: the signed and stamped scan of a locked quarter's report. A later one takes its place; none is ever deleted.</summary>
public sealed class FiledReport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string RegionPath { get; init; }
    public required int Year { get; init; }
    public required int Quarter { get; init; }

    /// <summary>1, 2, 3 … of the quarter: the last one holds.</summary>
    public required int Number { get; init; }
    public required Guid FileId { get; init; }

    /// <summary>校验码 of the report that was signed.</summary>
    public required string Seal { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class FiledReportTable : IEntityTypeConfiguration<FiledReport>
{
    public void Configure(EntityTypeBuilder<FiledReport> builder)
    {
        builder.ToTable("filed_reports", table => table.HasCheckConstraint("ck_filed_reports_quarter", "quarter between 1 and 4"));
        builder.Property(r => r.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(r => r.Seal).HasMaxLength(64).UseCollation("C");
        // Of two at once the second is told.
        builder.HasIndex(r => new { r.RegionPath, r.Year, r.Quarter, r.Number }).IsUnique();
        builder.HasIndex(r => r.PersonId);
    }
}

/// <summary>What was filed stays, even against the console; only who it was is taken out when their account goes.</summary>
internal static class ReportingSql
{
    public const string Create = """
        create function filed_reports_refuse() returns trigger language plpgsql as $$
        begin raise exception 'filed_reports keeps what was filed' using errcode = 'insufficient_privilege'; end $$;
        create trigger filed_reports_keep before delete or truncate on filed_reports execute function filed_reports_refuse();
        create trigger filed_reports_words before update on filed_reports for each row
          when ((to_jsonb(old) - 'person_id') is distinct from (to_jsonb(new) - 'person_id')) execute function filed_reports_refuse();
        """;

    public const string Drop = "drop function filed_reports_refuse() cascade;";
}
