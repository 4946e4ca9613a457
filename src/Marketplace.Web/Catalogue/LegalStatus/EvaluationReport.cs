using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.LegalStatus;

public enum ReportConclusion
{
    /// <summary>未发现不符合授予专利权条件的缺陷</summary>
    NothingFound,

    /// <summary>部分权利要求不符合</summary>
    PartlyNegative,

    /// <summary>全部权利要求不符合: nobody may be asked to pay for it (Art. 50).</summary>
    Negative,
}

/// <summary>专利权评价报告 of a utility model or design, which are granted without examination. The latest counts; earlier ones stay.</summary>
public sealed class EvaluationReport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string ApplicationNo { get; init; }
    public required string Number { get; init; }
    public required DateOnly On { get; init; }
    public required ReportConclusion Conclusion { get; init; }
    public required Guid PaperId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset? StruckAt { get; set; }
    public string? StruckReason { get; set; }
}

internal sealed class EvaluationReportTable : IEntityTypeConfiguration<EvaluationReport>
{
    public void Configure(EntityTypeBuilder<EvaluationReport> builder)
    {
        builder.ToTable("evaluation_reports");
        builder.Property(r => r.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(r => r.Number).HasMaxLength(100);
        builder.Property(r => r.Conclusion).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.StruckReason).HasMaxLength(500);
        builder.HasIndex(r => new { r.ApplicationNo, r.On });
        builder.HasOne<Patent>().WithMany().HasForeignKey(r => r.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
