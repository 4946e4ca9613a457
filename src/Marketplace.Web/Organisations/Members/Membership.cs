using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Members;

/// <summary>One role of one person in one organisation, from a day to a day. Ended, not deleted: who did what as whom stays answerable.</summary>
public sealed class Membership
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required Role Role { get; init; }

    /// <summary>The college or department somebody works in, for information: no right depends on it, roles hold for the whole organisation.</summary>
    public Guid? UnitId { get; set; }
    public required DateTimeOffset Since { get; init; }
    public DateTimeOffset? Until { get; set; }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships");
        builder.Property(m => m.Role).HasConversion<string>().HasMaxLength(30);
        builder.HasIndex(m => m.OrganisationId);
        builder.HasIndex(m => new { m.PersonId, m.OrganisationId, m.Role }).IsUnique().HasFilter("until is null").HasDatabaseName("ix_memberships_open");
        // 三员分立 (domain.md §7.1): the database itself lets nobody be two of the three.
        builder.HasIndex(m => m.PersonId).IsUnique().HasFilter("until is null and role in ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')")
            .HasDatabaseName("ix_memberships_separate");
        builder.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Members of an active organisation have their roles; before that only what registering it takes, which asks for no role.</summary>
internal sealed class MembershipGrants(AppDbContext db) : IGrantSource
{
    public async Task<IReadOnlyList<Grant>> OfAsync(Guid personId, CancellationToken ct) =>
        [.. (await (from m in db.Set<Membership>()
                    join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                    where m.PersonId == personId && m.Until == null && (o.State == OrganisationState.Active || o.State == OrganisationState.Suspended
                        || o.State == OrganisationState.Draft || o.State == OrganisationState.Submitted || o.State == OrganisationState.Returned)
                    orderby o.Name, o.Id, m.Role
                    select new { m.Role, o.Id, o.Name, o.Uscc, o.RegionPath, o.Kind }).ToListAsync(ct))
            // Only a bureau's rights reach into its region.
            .Select(x => new Grant(x.Role, x.Id, x.Name, x.Kind == OrganisationKind.Bureau ? x.RegionPath : "") { OrganisationCode = x.Uscc })];
}
