using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Links;

public enum LinkKind
{
    /// <summary>上级单位、母公司</summary>
    Parent,

    /// <summary>资产管理公司 of a university</summary>
    AssetCompany,

    /// <summary>控股</summary>
    Holding,
}

/// <summary>One organisation above another, from a day to a day.</summary>
public sealed class OrganisationLink
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UpperId { get; init; }
    public required Guid LowerId { get; init; }
    public required LinkKind Kind { get; init; }
    public required DateOnly Since { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; set; }
}

public static class OrganisationLinks
{
    /// <summary>One at a time over all links: two halves of a ring could otherwise be made side by side. The word "links" in ASCII.</summary>
    private const long Lock = 0x6C696E6B73;

    public static string Name(this LinkKind kind) => OrganisationTexts.ResourceManager.GetString("Link" + kind, OrganisationTexts.Culture)!;

    /// <summary>In the transaction that adds the link. True when the upper one would come to stand below itself.</summary>
    public static async Task<bool> WouldRingAsync(AppDbContext db, Guid upper, Guid lower, DateOnly since, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", ct);
        return upper == lower || await db.Database.SqlQuery<bool>($"""
            with recursive below(id) as (
              select {lower}::uuid
              union select l.lower_id from organisation_links l join below b on l.upper_id = b.id where l.until is null or l.until >= {since})
            select exists (select from below where id = {upper}) as "Value"
            """).SingleAsync(ct);
    }

    /// <summary>Whether one stands above the other on a day, at any distance: inside a group.</summary>
    public static Task<bool> IsAboveAsync(AppDbContext db, Guid upper, Guid lower, DateOnly day, CancellationToken ct) => db.Database.SqlQuery<bool>($"""
        with recursive below(id) as (
          select l.lower_id from organisation_links l where l.upper_id = {upper} and l.since <= {day} and (l.until is null or l.until >= {day})
          union select l.lower_id from organisation_links l join below b on l.upper_id = b.id where l.since <= {day} and (l.until is null or l.until >= {day}))
        select exists (select from below where id = {lower}) as "Value"
        """).SingleAsync(ct);
}

internal sealed class OrganisationLinkTable : IEntityTypeConfiguration<OrganisationLink>
{
    public void Configure(EntityTypeBuilder<OrganisationLink> builder)
    {
        builder.ToTable("organisation_links", table =>
        {
            table.HasCheckConstraint("ck_organisation_links_span", "\"until\" is null or since <= \"until\"");
            table.HasCheckConstraint("ck_organisation_links_two", "upper_id <> lower_id");
        });
        builder.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(l => new { l.UpperId, l.LowerId }).IsUnique().HasFilter("until is null");
        builder.HasIndex(l => l.LowerId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.UpperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.LowerId).OnDelete(DeleteBehavior.Restrict);
    }
}
