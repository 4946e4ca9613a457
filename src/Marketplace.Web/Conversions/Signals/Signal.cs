using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Conversions.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>疑点: what whoever passes a conversion should have looked at. It says nothing about right or wrong, and changes no number.</summary>
public enum SignalKind
{
    /// <summary>关联方</summary>
    RelatedParties,

    /// <summary>零费用批量许可</summary>
    FreeBulk,

    /// <summary>期末突击</summary>
    DeadlineSpike,

    /// <summary>循环交易</summary>
    RoundTrip,

    /// <summary>双方联系人相同</summary>
    SameContact,
}

/// <param name="Code">Of the text.</param>
/// <param name="Args">What fills it: numbers, days, codes. Never a name, a telephone number or an address.</param>
public sealed record Reason(string Code, params string[] Args)
{
    /// <summary>Kept the same whoever looks: days as 2026-11-23, numbers without marks.</summary>
    public static Reason Of(string code, params IEnumerable<IFormattable> values) =>
        new(code, [.. values.Select(value => value.ToString(value switch { DateOnly => "yyyy-MM-dd", decimal => "0.##", _ => null }, CultureInfo.InvariantCulture))]);
}

/// <summary>A signal at a conversion, since it was first seen.</summary>
public sealed class Signal
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ConversionId { get; init; }
    public required SignalKind Kind { get; init; }

    /// <summary>What makes it the same signal when it is looked for again.</summary>
    public required string Key { get; init; }

    /// <summary>As JSON.</summary>
    public required string Reasons { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Since when it is there no more: what it rested on was corrected, reversed or declared.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>The other conversions it rests on.</summary>
    public List<SignalBasis> Basis { get; init; } = [];

    public IReadOnlyList<Reason> Why => JsonSerializer.Deserialize<List<Reason>>(Reasons, JsonSerializerOptions.Web)!;

    public static string Write(IReadOnlyList<Reason> why) => JsonSerializer.Serialize(why, JsonSerializerOptions.Web);
}

public sealed class SignalBasis
{
    public Guid SignalId { get; init; }
    public required Guid ConversionId { get; init; }
}

/// <summary>核查说明: how somebody who looked at it explains it, written once and never changed.</summary>
public sealed class SignalNote
{
    public const int WordsMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid SignalId { get; init; }

    /// <summary>What was said of the conversion when it was looked at.</summary>
    public required Guid FilingId { get; init; }
    public required string Words { get; init; }

    /// <summary>Null: somebody who is here no more.</summary>
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class SignalTable : IEntityTypeConfiguration<Signal>
{
    public const int KeyMax = 80;

    public void Configure(EntityTypeBuilder<Signal> builder)
    {
        builder.ToTable("signals");
        builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Key).HasMaxLength(KeyMax).UseCollation("C");
        builder.Property(s => s.Reasons).HasColumnType("jsonb");
        builder.Ignore(s => s.Why);
        builder.HasIndex(s => new { s.ConversionId, s.Kind, s.Key }).IsUnique();
        builder.HasIndex(s => new { s.Kind, s.Id }).HasFilter("gone_at is null").HasDatabaseName("ix_signals_standing");
        builder.HasOne<Conversion>().WithMany().HasForeignKey(s => s.ConversionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Basis).WithOne().HasForeignKey(b => b.SignalId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignalBasisTable : IEntityTypeConfiguration<SignalBasis>
{
    public void Configure(EntityTypeBuilder<SignalBasis> builder)
    {
        builder.ToTable("signal_basis");
        builder.HasKey(b => new { b.SignalId, b.ConversionId });
        builder.HasIndex(b => b.ConversionId);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(b => b.ConversionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SignalNoteTable : IEntityTypeConfiguration<SignalNote>
{
    public void Configure(EntityTypeBuilder<SignalNote> builder)
    {
        builder.ToTable("signal_notes");
        builder.Property(n => n.Words).HasMaxLength(SignalNote.WordsMax);
        builder.HasIndex(n => new { n.SignalId, n.Id });
        builder.HasIndex(n => n.FilingId);
        builder.HasIndex(n => n.PersonId);
        builder.HasOne<Signal>().WithMany().HasForeignKey(n => n.SignalId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Filing>().WithMany().HasForeignKey(n => n.FilingId).OnDelete(DeleteBehavior.Restrict);
    }
}
