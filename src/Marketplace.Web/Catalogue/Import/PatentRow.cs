using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>A row, understood as far as it can be without asking what is in the database. Null: the cell was empty, and the field stays as it is.</summary>
public sealed class PatentRow
{
    /// <summary>Counted through all sheets, from one: where an import that was interrupted goes on.</summary>
    public required int Ordinal { get; init; }
    public required string Sheet { get; init; }

    /// <summary>As the spreadsheet program shows it.</summary>
    public required int Number { get; init; }

    /// <summary>As it came, for the file to mend.</summary>
    public required SheetRow Cells { get; init; }
    public List<PatentFault> Faults { get; } = [];

    /// <summary>Body of the number; null where it could not be read.</summary>
    public string? ApplicationNo { get; set; }
    public bool SaysGranted { get; set; }
    public PatentKind Kind { get; set; }
    public string? Title { get; set; }
    public string? Abstract { get; set; }
    public string? MainClaim { get; set; }
    public string[]? Ipc { get; set; }
    public string[]? Locarno { get; set; }
    public string[]? Inventors { get; set; }
    public DateOnly? FilingDate { get; set; }
    public DateOnly? PublicationDate { get; set; }
    public string? PublicationNo { get; set; }
    public DateOnly? GrantDate { get; set; }
    public string? GrantNo { get; set; }
    public string[]? Family { get; set; }

    /// <summary>In the order of the register, with the code of each or an empty text.</summary>
    public string[]? Holders { get; set; }
    public string[]? Folded { get; set; }
    public string[]? Codes { get; set; }

    public StatusWord? Status { get; set; }
    public DateOnly? StatusOn { get; set; }
    public int? FeePaidThrough { get; set; }

    internal void Fault(string code, string column, string? word = null) =>
        Faults.Add(new(code, column, Cells[column] is { Length: > 0 } value ? value.Length <= 200 ? value : value[..200] + "…" : null, word));
}

/// <summary>What a word for the legal status says.</summary>
/// <param name="Event">What happened; null where the word only says that the application or the patent lives.</param>
/// <param name="Granted">Whether there is (or was) a right.</param>
public sealed record StatusWord(PatentEventKind? Event, bool? Granted);
