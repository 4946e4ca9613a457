using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Privacy;

/// <param name="Key">Its name in the export.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Value">What is held.</param>
/// <param name="Masked">What is shown until it is opened; null: the value itself.</param>
public sealed record PersonalField(string Key, string Label, string? Value, string? Masked = null)
{
    /// <summary>Something a person did: when, what kind of thing, and what it was about.</summary>
    public static IReadOnlyList<PersonalField> Deed(string label, DateTimeOffset at, string kind, string? what) =>
        [new("at", PrivacyTexts.FieldAt, Dates.Minute(at)), new("kind", PrivacyTexts.FieldKind, kind), new("what", label, what)];
}

/// <summary>
/// What a feature holds about people. Each feature that does registers one (<c>builder.AddPersonalData&lt;T&gt;()</c>): it then stands on the
/// person's page, in their export, and is erased with them.
/// </summary>
public interface IPersonalData
{
    /// <summary>Stable; names the section in addresses and in the export.</summary>
    string Key { get; }
    string Title { get; }

    /// <summary>What for (PIPL Art. 6).</summary>
    string Purpose { get; }

    /// <summary>By which right (PIPL Art. 13).</summary>
    string Basis { get; }

    /// <summary>What an erasure does to it, and what the law makes us keep.</summary>
    string OnErasure { get; }

    Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct);

    /// <summary>In the transaction of the erasure; before it, phone and mail are still those of the person.</summary>
    Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct);
}
