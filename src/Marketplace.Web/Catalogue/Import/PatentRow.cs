using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;
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

    /// <summary>What the status says happened, and when; where no day is told, the nearest one known.</summary>
    public EventFact? Event { get; private set; }

    /// <summary>The day was told. Else the same event on another day is the same one.</summary>
    public bool EventIsExact { get; private set; }

    /// <summary>Where the right stands if nothing else is known of it.</summary>
    public Standing? Standing { get; private set; }

    internal void Derive(DateOnly today, Workdays workdays)
    {
        if (Status?.Event is { } kind)
        {
            var told = StatusOn ?? (kind == PatentEventKind.Published ? PublicationDate : null);
            var over = kind == PatentEventKind.Expired && FilingDate is { } from ? PatentTerm.LastDay(Kind, from).AddDays(1) : today;
            Event = new(kind, told ?? (over < today ? over : today));
            EventIsExact = told is not null;
        }
        if (FilingDate is not { } filed) return;
        List<EventFact> events = [];
        if (Event is not null) events.Add(Event);
        if (FeePaidThrough is { } year) events.Add(new(PatentEventKind.FeePaid, StatusOn ?? today, year));
        Standing = PatentRight.Derive(Kind, filed, GrantDate, 0, events, today, workdays);
    }

    internal void Fault(string code, string column, string? word = null) =>
        Faults.Add(new(code, column, Cells[column] is { Length: > 0 } value ? value.Length <= 200 ? value : value[..200] + "…" : null, word));
}

/// <summary>What a word for the legal status says.</summary>
/// <param name="Event">What happened; null where the word only says that the application or the patent lives.</param>
/// <param name="Granted">Whether there is (or was) a right.</param>
public sealed record StatusWord(PatentEventKind? Event, bool? Granted);
