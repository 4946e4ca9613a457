using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Needs;

/// <summary>The parts in which a need is written; each is saved for itself.</summary>
public enum NeedPart
{
    /// <summary>说清难题</summary>
    Problem,

    /// <summary>行业与技术领域</summary>
    Field,

    /// <summary>希望怎样合作</summary>
    Wanted,

    /// <summary>预算、期限、地点、联系人</summary>
    Terms,

    /// <summary>谁能看到</summary>
    Visibility,

    /// <summary>图片与附件</summary>
    Files,
}

/// <summary>The form of one part, as typed: what cannot be understood is said at its field and stays as it is.</summary>
public sealed class NeedForm
{
    private const decimal Wan = 10_000m;

    [FromForm(Name = "version")] public uint? Version { get; set; }
    [FromForm(Name = "confirmed")] public bool Confirmed { get; set; }
    [FromForm(Name = "title")] public string? Title { get; set; }
    [FromForm(Name = "summary")] public string? Summary { get; set; }
    [FromForm(Name = "detail")] public string? Detail { get; set; }
    [FromForm(Name = "industry")] public string? Industry { get; set; }
    [FromForm(Name = "industryCode")] public string? IndustryCode { get; set; }
    [FromForm(Name = "ipc")] public List<string> Ipc { get; set; } = [];
    [FromForm(Name = "ipcMore")] public string? IpcMore { get; set; }
    [FromForm(Name = "chains")] public List<string> Chains { get; set; } = [];
    [FromForm(Name = "crop")] public string? Crop { get; set; }
    [FromForm(Name = "forms")] public List<string> Forms { get; set; } = [];
    [FromForm(Name = "cooperation")] public List<string> Cooperation { get; set; } = [];
    [FromForm(Name = "maturity")] public string? Maturity { get; set; }
    [FromForm(Name = "budgetFrom")] public string? BudgetFrom { get; set; }
    [FromForm(Name = "budgetTo")] public string? BudgetTo { get; set; }
    [FromForm(Name = "deadline")] public string? Deadline { get; set; }
    [FromForm(Name = "region")] public string? Region { get; set; }
    [FromForm(Name = "contact")] public string? Contact { get; set; }
    [FromForm(Name = "phone")] public string? Phone { get; set; }
    [FromForm(Name = "visibility")] public string? Visibility { get; set; }

    public static NeedForm Of(NeedDraft draft, uint version) => new()
    {
        Version = version,
        Title = draft.Title,
        Summary = draft.Summary,
        Detail = draft.Detail,
        Industry = draft.Industry,
        Ipc = [.. draft.Ipc],
        Chains = [.. draft.Chains],
        Crop = draft.Crop,
        Forms = [.. draft.Forms.Select(form => form.ToString())],
        Cooperation = [.. draft.Cooperation.Select(way => way.ToString())],
        Maturity = draft.MaturityLeast?.ToString(CultureInfo.InvariantCulture),
        BudgetFrom = InWan(draft.BudgetFrom),
        BudgetTo = InWan(draft.BudgetTo),
        Deadline = draft.Deadline?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Region = draft.Region,
        Contact = draft.Contact,
        Phone = draft.Phone,
        Visibility = draft.Visibility.ToString(),
    };

    /// <summary>The draft with this part as typed, the others as they stand.</summary>
    public NeedDraft Into(NeedDraft draft, NeedPart part, List<Failure> failures) => part switch
    {
        NeedPart.Problem => draft with { Title = Title ?? "", Summary = Summary ?? "", Detail = Detail },
        NeedPart.Field => draft with
        {
            Industry = string.IsNullOrWhiteSpace(IndustryCode) ? Industry : IndustryCode,
            Ipc = [.. Ipc.Concat((IpcMore ?? "").Normalize(NormalizationForm.FormKC).Split([',', ';', '、', '\n'], StringSplitOptions.RemoveEmptyEntries))],
            Chains = Chains,
            Crop = Crop,
        },
        NeedPart.Wanted => draft with { Forms = Chosen.Of<OfferForm>(Forms), Cooperation = Chosen.Of<Cooperation>(Cooperation), MaturityLeast = int.TryParse(Maturity, CultureInfo.InvariantCulture, out var level) ? level : null },
        NeedPart.Terms => draft with
        {
            BudgetFrom = Yuan(BudgetFrom, "budgetFrom", failures),
            BudgetTo = Yuan(BudgetTo, "budgetTo", failures),
            Deadline = Day(Deadline, "deadline", failures),
            Region = Region,
            Contact = Contact,
            Phone = Phone,
        },
        NeedPart.Visibility => draft with { Visibility = Chosen.One<NeedVisibility>(Visibility) ?? draft.Visibility },
        _ => draft,
    };

    /// <summary>Typed in 万元: what owners reckon in.</summary>
    internal static decimal? Yuan(string? typed, string field, List<Failure> failures)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var plain = typed.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('元').TrimEnd('万').Trim();
        if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1_000_000_000_000m) return value * Wan;
        failures.Add(new("number_unreadable", 400, NeedTexts.NotANumber.Fill(typed.Trim()), field));
        return null;
    }

    internal static DateOnly? Day(string? typed, string field, List<Failure> failures)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (SheetDates.Read(typed) is { } day) return day;
        failures.Add(new("date_unreadable", 400, NeedTexts.NotADate.Fill(typed.Trim()), field));
        return null;
    }

    internal static string? InWan(decimal? yuan) => (yuan / Wan)?.ToString("0.####", CultureInfo.InvariantCulture);
}
