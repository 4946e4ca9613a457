using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Needs;

public enum NeedState
{
    /// <summary>草稿: saves itself; matched with nothing.</summary>
    Draft,

    /// <summary>征集中: matched until it expires.</summary>
    Open,

    /// <summary>已暂停</summary>
    Paused,

    /// <summary>已解决</summary>
    Solved,

    /// <summary>已到期</summary>
    Expired,

    /// <summary>已撤销</summary>
    Withdrawn,
}

/// <summary>Who is shown the public summary. The confidential detail is shown to nobody but whom the owner named, in each case.</summary>
public enum NeedVisibility
{
    /// <summary>匿名匹配: holders whose offers answer it, under a pseudonym, until the owner discloses more to one of them.</summary>
    Anonymous,

    /// <summary>公开: everybody, in the list of open needs, with the owner's name.</summary>
    Public,

    /// <summary>不公开: nobody; the owner alone sees what matches.</summary>
    Private,
}

/// <summary>How it came here.</summary>
public enum NeedSource
{
    /// <summary>The owner entered it.</summary>
    Owner,

    /// <summary>代录: a bureau's station entered it, with the owner's recorded consent.</summary>
    OnBehalf,

    /// <summary>Left by phone number without an account; nobody owns it until it is claimed.</summary>
    Phone,

    /// <summary>批量导入</summary>
    Import,
}

/// <summary>How the owner would like to work together, beside what is taken of the patent.</summary>
public enum Cooperation
{
    /// <summary>技术指导</summary>
    Guidance,

    /// <summary>联合研发</summary>
    JointResearch,

    /// <summary>先试后买</summary>
    Trial,

    /// <summary>成套设备</summary>
    Equipment,
}

/// <summary>怎样解决的</summary>
public enum Solution
{
    /// <summary>With a patent found here.</summary>
    Match,

    /// <summary>With a technology from elsewhere.</summary>
    Elsewhere,

    /// <summary>By one's own work.</summary>
    OwnWork,

    /// <summary>It is no problem any more.</summary>
    Gone,
}

/// <summary>
/// A technical problem somebody cannot solve. What may be seen stands in columns; what is a trade secret (domain.md §7.2, D4) stands sealed in <see cref="Sealed"/>
/// and is opened by <see cref="NeedSeal"/> for the owner, for whom the owner granted it, and for matching.
/// </summary>
public sealed class Need
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null: left by phone and not claimed yet.</summary>
    public Guid? OwnerId { get; set; }
    public Guid? PersonId { get; set; }

    /// <summary>The bureau that entered it on behalf or opened the drive it came by.</summary>
    public Guid? BureauId { get; set; }
    public required NeedSource Source { get; init; }
    public required NeedState State { get; set; }
    public required NeedVisibility Visibility { get; set; }

    /// <summary>What it is called for whom it is not disclosed to; another for each need, so that two of one owner cannot be put together.</summary>
    public required string Pseudonym { get; init; }
    public required string Title { get; set; }

    /// <summary>对外摘要: checked for what would give the owner away.</summary>
    public string Summary { get; set; } = "";

    /// <summary><see cref="NeedSecrets"/>, encrypted.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>GB/T 4754 code.</summary>
    public string? Industry { get; set; }

    /// <summary>IPC symbols it probably falls under.</summary>
    public string[] Ipc { get; set; } = [];
    public string[] Chains { get; set; } = [];

    /// <summary>What would be taken; empty: whatever is offered.</summary>
    public OfferForm[] Forms { get; set; } = [];
    public Cooperation[] Cooperation { get; set; } = [];

    /// <summary>How ready the technology must be at least (TRL).</summary>
    public int? MaturityLeast { get; set; }

    /// <summary>When it is wanted by.</summary>
    public DateOnly? Deadline { get; set; }

    /// <summary>Crop or animal, for needs of agriculture.</summary>
    public string? Crop { get; set; }
    public string RegionPath { get; set; } = "";

    /// <summary>Matched until this day.</summary>
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>The last day for which its people were reminded.</summary>
    public DateOnly? RemindedFor { get; set; }

    public Solution? SolvedBy { get; set; }

    /// <summary>The patent it was solved with.</summary>
    public string? SolvedWith { get; set; }

    /// <summary>征集: the drive it came by.</summary>
    public Guid? DriveId { get; set; }

    /// <summary>重复: the one it was put together with.</summary>
    public Guid? MergedInto { get; set; }

    /// <summary>Sixteen bits of the hash of the number it was left with: finds what may be somebody's, and says of no number that it is here.</summary>
    public int? PhoneBucket { get; set; }

    /// <summary>The number was proven by a code, or the station spoke with its owner.</summary>
    public bool PhoneProven { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? OpenedAt { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The row's version: two people editing at once are told (xmin).</summary>
    public uint Version { get; init; }

    /// <summary>Without an organisation it is the person's own.</summary>
    public Target Target => new(OwnerId, RegionPath, State.ToString().ToLowerInvariant(), OwnerId is null ? PersonId : null);
}

/// <summary>What only the owner knows.</summary>
/// <param name="Detail">保密详情</param>
/// <param name="BudgetFrom">In yuan.</param>
/// <param name="BudgetTo">See there.</param>
/// <param name="Phone">Of who left it without an account.</param>
/// <param name="Contact">Who to ask for.</param>
public sealed record NeedSecrets(string? Detail = null, decimal? BudgetFrom = null, decimal? BudgetTo = null, string? Phone = null, string? Contact = null);

/// <summary>What <see cref="Kind"/> says: only that; who follows reads the truth.</summary>
public sealed record NeedChanged(Guid NeedId)
{
    /// <summary>A need was opened, changed, paused, solved or ended. Published with <c>db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id))</c> in the transaction of the change.</summary>
    public const string Kind = "need.changed";
}

internal sealed class NeedTable : IEntityTypeConfiguration<Need>
{
    public void Configure(EntityTypeBuilder<Need> builder)
    {
        builder.ToTable("needs");
        builder.Property(n => n.Source).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.Visibility).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.Pseudonym).HasMaxLength(20);
        builder.Property(n => n.Title).HasMaxLength(100);
        builder.Property(n => n.Summary).HasMaxLength(2000);
        builder.Property(n => n.Industry).HasMaxLength(5);
        builder.PrimitiveCollection(n => n.Forms).ElementType(form => form.HasConversion<string>());
        builder.PrimitiveCollection(n => n.Cooperation).ElementType(way => way.HasConversion<string>());
        builder.Property(n => n.Crop).HasMaxLength(60);
        builder.Property(n => n.SolvedBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.SolvedWith).HasMaxLength(12);
        builder.Property(n => n.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(n => n.Version).IsRowVersion();
        builder.Ignore(n => n.Target);
        builder.HasIndex(n => new { n.OwnerId, n.State });
        builder.HasIndex(n => new { n.State, n.ExpiresOn });
        builder.HasIndex(n => n.RegionPath);
        builder.HasIndex(n => n.Pseudonym).IsUnique();
        builder.HasIndex(n => new { n.PersonId, n.State });
        builder.HasIndex(n => new { n.DriveId, n.State });
        builder.HasIndex(n => n.PhoneBucket).HasFilter("phone_bucket is not null");
        builder.HasOne<Drives.Drive>().WithMany().HasForeignKey(n => n.DriveId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(n => n.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(n => n.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
