using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>What makes an invention in force a high-value one (高价值发明专利, M79a of domain.md): any one is enough.</summary>
public enum HighValueKind
{
    /// <summary>战略性新兴产业</summary>
    StrategicIndustry,

    /// <summary>在海外有同族专利权</summary>
    FamilyAbroad,

    /// <summary>维持年限超过10年</summary>
    MaintainedTenYears,

    /// <summary>实现较高质押融资金额</summary>
    PledgeFinance,

    /// <summary>获得国家科学技术奖、中国专利奖</summary>
    Award,
}

/// <summary>One of the five, as somebody showed it by a paper. Two of them the platform may know by itself: <see cref="HighValue"/>.</summary>
public sealed class HighValueFact
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string ApplicationNo { get; init; }
    public required HighValueKind Kind { get; init; }

    /// <summary>Since when it is so.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Which industry, award or loan.</summary>
    public required string Note { get; init; }
    public required Guid PaperId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset? StruckAt { get; set; }
    public string? StruckReason { get; set; }
}

/// <param name="On">Since when; null: the platform knows that, not since when.</param>
/// <param name="Computed">By the platform, from dates and family; otherwise by a paper.</param>
public sealed record HighValue(HighValueKind Kind, DateOnly? On, string? Note, bool Computed)
{
    /// <summary>Only inventions in force have any.</summary>
    public static IReadOnlyList<HighValue> Of(Patent patent, IEnumerable<HighValueFact> shown, DateOnly today)
    {
        if (patent.Kind is not PatentKind.Invention || !patent.State.InForce()) return [];
        var facts = shown.Where(fact => fact.StruckAt is null).Select(fact => new HighValue(fact.Kind, fact.On, fact.Note, Computed: false)).ToList();
        var tenYears = TenYearsFrom(patent.FilingDate);
        if (today >= tenYears && !facts.Exists(f => f.Kind is HighValueKind.MaintainedTenYears)) facts.Add(new(HighValueKind.MaintainedTenYears, tenYears, null, Computed: true));
        if (!facts.Exists(f => f.Kind is HighValueKind.FamilyAbroad) && patent.Family.FirstOrDefault(FamilyMember.IsGrantedAbroad) is { } member)
            facts.Add(new(HighValueKind.FamilyAbroad, null, member, Computed: true));
        return [.. facts.OrderBy(f => f.Kind)];
    }

    /// <summary>The first day of more than ten years from filing (国家知识产权局 counts 维持年限 so).</summary>
    public static DateOnly TenYearsFrom(DateOnly filed) => filed.AddYears(10).AddDays(1);
}

internal sealed class HighValueFactTable : IEntityTypeConfiguration<HighValueFact>
{
    public void Configure(EntityTypeBuilder<HighValueFact> builder)
    {
        builder.ToTable("high_value_facts");
        builder.Property(f => f.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(f => f.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.Note).HasMaxLength(300);
        builder.Property(f => f.StruckReason).HasMaxLength(500);
        builder.HasIndex(f => new { f.ApplicationNo, f.Kind }).IsUnique().HasFilter("struck_at is null");
        builder.HasOne<Patent>().WithMany().HasForeignKey(f => f.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
