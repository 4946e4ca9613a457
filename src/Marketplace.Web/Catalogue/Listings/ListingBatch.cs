using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Listings;

public enum BatchKind
{
    SetTerms,
    Submit,
    Approve,
    Withdraw,
    Confirm,

    /// <summary>准备开放许可声明: a workbook for the office clerk. The listings stay as they are.</summary>
    PrepareDeclarations,

    /// <summary>A draft for each of many patents.</summary>
    Draft,

    /// <summary>A sheet of listing fields sent back.</summary>
    Import,

    /// <summary>Announced declarations brought in by a bureau.</summary>
    Gazette,
}

public enum BatchState
{
    /// <summary>The file is held against what is there.</summary>
    Comparing,

    /// <summary>Differences can be looked at. Nothing is saved.</summary>
    Compared,
    Running,
    Done,
    Undoing,
    Undone,
    Dropped,
    Failed,
}

/// <summary>One act on many listings: in the background, each by itself, with what came of it, and a way back.</summary>
public sealed class ListingBatch
{
    /// <summary>Long enough to notice a mistake on Monday.</summary>
    public static readonly TimeSpan UndoableFor = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public Guid? PersonId { get; init; }
    public required BatchKind Kind { get; init; }
    public required BatchState State { get; set; }
    public required string Language { get; init; }

    /// <summary><see cref="BatchOrder"/> as JSON.</summary>
    public string Order { get; init; } = "{}";
    public string? FileName { get; init; }

    /// <summary>What came in, until it is compared; or the workbook of prepared declarations, which stays.</summary>
    public byte[]? File { get; set; }
    public string? Fault { get; set; }
    public int Total { get; set; }

    /// <summary>Items done with, for the page that waits.</summary>
    public int Progress { get; set; }
    public int Done { get; set; }
    public int Refused { get; set; }
    public int Unchanged { get; set; }
    public int Undone { get; set; }
    public int Kept { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public Target Target => new(OrganisationId);

    public bool CanUndo(DateTimeOffset now) => State == BatchState.Done && Kind is not (BatchKind.Gazette or BatchKind.PrepareDeclarations) && Done > 0 && FinishedAt is { } end && now < end + UndoableFor;
}

public enum ItemOutcome
{
    Waiting,
    Done,
    Refused,
    Unchanged,
    Undone,

    /// <summary>Not undone: it was changed since, or may no longer be what it was.</summary>
    Kept,
}

public sealed class ListingBatchItem
{
    public required Guid BatchId { get; init; }

    /// <summary>Row of the file, or place in the selection.</summary>
    public required int Number { get; init; }
    public Guid? ListingId { get; set; }

    /// <summary>Application number or title, to be recognised by.</summary>
    public required string Label { get; init; }
    public required ItemOutcome Outcome { get; set; }

    /// <summary>Messages in the language of whoever began it, a JSON list.</summary>
    public string Faults { get; set; } = "[]";

    /// <summary>What it shall be.</summary>
    public string? Wanted { get; set; }

    /// <summary>What it was; null: it was not there.</summary>
    public string? Before { get; set; }

    /// <summary>What it became, or the declarations that were prepared of it.</summary>
    public string? After { get; set; }
}

/// <summary>What a batch does beyond its kind. Empty: as it is.</summary>
public sealed record BatchOrder
{
    public string? Reason { get; init; }
    public IReadOnlyList<OfferForm>? Forms { get; init; }
    public FeeModel? FeeModel { get; init; }
    public FeeTerms? Fee { get; init; }
    public int? Maturity { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    // Of declarations.
    /// <summary>The patentees say that no exclusive licence is in force, recorded or not.</summary>
    public bool? Attests { get; init; }
    public DateOnly? From { get; init; }

    /// <summary>How the fee was worked out, where a listing does not say so itself.</summary>
    public string? Basis { get; init; }
    public string? Payee { get; init; }

    public ListingDraft On(ListingDraft draft) => draft with
    {
        Forms = Forms is { Count: > 0 } ? Forms : draft.Forms,
        FeeModel = FeeModel ?? draft.FeeModel,
        Fee = FeeModel is null ? draft.Fee : Fee ?? new(),
        Maturity = Maturity ?? draft.Maturity,
        ContactName = ContactName ?? draft.ContactName,
        ContactPhone = ContactPhone ?? draft.ContactPhone,
        ContactMail = ContactMail ?? draft.ContactMail,
        ExpiresOn = ExpiresOn ?? draft.ExpiresOn,
    };
}

internal sealed class ListingBatchTable : IEntityTypeConfiguration<ListingBatch>
{
    public void Configure(EntityTypeBuilder<ListingBatch> builder)
    {
        builder.ToTable("listing_batches");
        builder.Property(b => b.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(b => b.Language).HasMaxLength(10);
        builder.Property(b => b.Order).HasColumnType("jsonb");
        builder.Property(b => b.FileName).HasMaxLength(200);
        builder.Ignore(b => b.Target);
        builder.HasIndex(b => new { b.OrganisationId, b.CreatedAt });
        builder.HasIndex(b => b.CreatedAt).HasFilter("state in ('Comparing', 'Running', 'Undoing')").HasDatabaseName("ix_listing_batches_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ListingBatchItemTable : IEntityTypeConfiguration<ListingBatchItem>
{
    public void Configure(EntityTypeBuilder<ListingBatchItem> builder)
    {
        builder.ToTable("listing_batch_items");
        builder.HasKey(i => new { i.BatchId, i.Number });
        builder.Property(i => i.Label).HasMaxLength(200);
        builder.Property(i => i.Outcome).HasConversion<string>().HasMaxLength(10);
        builder.Property(i => i.Faults).HasColumnType("jsonb");
        // Text, not jsonb: what is compared is the writing, and jsonb orders keys in its own way.
        builder.Property(i => i.Wanted).HasColumnType("text");
        builder.Property(i => i.Before).HasColumnType("text");
        builder.Property(i => i.After).HasColumnType("text");
        builder.HasIndex(i => new { i.BatchId, i.Outcome, i.Number });
        builder.HasOne<ListingBatch>().WithMany().HasForeignKey(i => i.BatchId).OnDelete(DeleteBehavior.Cascade);
    }
}
