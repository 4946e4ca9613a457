using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>The form of a listing, as typed: what cannot be understood is said at its field and stays as it is.</summary>
public sealed class ListingForm
{
    [FromForm(Name = "once")] public Guid? Once { get; set; }
    [FromForm(Name = "version")] public uint? Version { get; set; }
    [FromForm(Name = "title")] public string? Title { get; set; }
    [FromForm(Name = "no")] public List<string> Numbers { get; set; } = [];
    [FromForm(Name = "share")] public List<string?> Shares { get; set; } = [];
    [FromForm(Name = "report")] public List<string?> Reports { get; set; } = [];
    [FromForm(Name = "drop")] public List<string> Drop { get; set; } = [];
    [FromForm(Name = "patents")] public string? More { get; set; }
    [FromForm(Name = "forms")] public List<string> Forms { get; set; } = [];
    [FromForm(Name = "feeModel")] public string? FeeModel { get; set; }
    [FromForm(Name = "amount")] public string? Amount { get; set; }
    [FromForm(Name = "partAmount")] public List<string?> PartAmounts { get; set; } = [];
    [FromForm(Name = "partDays")] public List<string?> PartDays { get; set; } = [];
    [FromForm(Name = "partDate")] public List<string?> PartDates { get; set; } = [];
    [FromForm(Name = "upfront")] public string? Upfront { get; set; }
    [FromForm(Name = "base")] public string? Base { get; set; }
    [FromForm(Name = "rate")] public string? Rate { get; set; }
    [FromForm(Name = "definition")] public string? Definition { get; set; }
    [FromForm(Name = "unitAmount")] public string? UnitAmount { get; set; }
    [FromForm(Name = "unit")] public string? Unit { get; set; }
    [FromForm(Name = "period")] public string? Period { get; set; }
    [FromForm(Name = "min")] public string? Min { get; set; }
    [FromForm(Name = "cap")] public string? Cap { get; set; }
    [FromForm(Name = "lateRate")] public string? LateRate { get; set; }
    [FromForm(Name = "freeUntil")] public string? FreeUntil { get; set; }
    [FromForm(Name = "trigger")] public string? Trigger { get; set; }
    [FromForm(Name = "then")] public string? Then { get; set; }
    [FromForm(Name = "reason")] public string? Reason { get; set; }
    [FromForm(Name = "announced")] public string? Announced { get; set; }
    [FromForm(Name = "maturity")] public string? Maturity { get; set; }
    [FromForm(Name = "scenes")] public string? Scenes { get; set; }
    [FromForm(Name = "industries")] public List<string> Industries { get; set; } = [];
    [FromForm(Name = "industriesMore")] public string? IndustriesMore { get; set; }
    [FromForm(Name = "chains")] public List<string> Chains { get; set; } = [];
    [FromForm(Name = "knowHow")] public string? KnowHow { get; set; }
    [FromForm(Name = "support")] public string? Support { get; set; }
    [FromForm(Name = "contactName")] public string? ContactName { get; set; }
    [FromForm(Name = "contactPhone")] public string? ContactPhone { get; set; }
    [FromForm(Name = "contactMail")] public string? ContactMail { get; set; }
    [FromForm(Name = "expiresOn")] public string? ExpiresOn { get; set; }
    [FromForm(Name = "consentName")] public List<string> ConsentNames { get; set; } = [];
    [FromForm(Name = "consent")] public List<string?> Consents { get; set; } = [];

    public static ListingForm Of(ListingDraft draft, uint? version) => new()
    {
        Version = version,
        Title = draft.Title,
        Numbers = [.. draft.Members.Select(m => m.ApplicationNo)],
        Shares = [.. draft.Members.Select(m => Plain(m.SharePercent))],
        Reports = [.. draft.Members.Select(m => m.ReportNo)],
        Forms = [.. draft.Forms.Select(f => f.ToString())],
        FeeModel = draft.FeeModel?.ToString(),
        Amount = Plain(draft.Fee.Amount),
        PartAmounts = [.. (draft.Fee.Parts ?? []).Select(p => Plain(p.Amount))],
        PartDays = [.. (draft.Fee.Parts ?? []).Select(p => p.Days?.ToString(CultureInfo.InvariantCulture))],
        PartDates = [.. (draft.Fee.Parts ?? []).Select(p => Day(p.Due))],
        Upfront = Plain(draft.Fee.Upfront),
        Base = draft.Fee.Base?.ToString(),
        Rate = Plain(draft.Fee.Rate),
        Definition = draft.Fee.Definition,
        UnitAmount = Plain(draft.Fee.UnitAmount),
        Unit = draft.Fee.Unit,
        Period = draft.Fee.Period?.ToString(),
        Min = Plain(draft.Fee.Min),
        Cap = Plain(draft.Fee.Cap),
        LateRate = Plain(draft.Fee.LateRate),
        FreeUntil = Day(draft.Fee.FreeUntil),
        Trigger = draft.Fee.Trigger,
        Then = draft.Fee.Then?.ToString(),
        Reason = draft.Fee.Reason,
        Announced = draft.Fee.Announced,
        Maturity = draft.Maturity?.ToString(CultureInfo.InvariantCulture),
        Scenes = draft.Scenes,
        Industries = [.. draft.Industries],
        Chains = [.. draft.Chains],
        KnowHow = draft.KnowHow,
        Support = draft.Support,
        ContactName = draft.ContactName,
        ContactPhone = draft.ContactPhone,
        ContactMail = draft.ContactMail,
        ExpiresOn = Day(draft.ExpiresOn),
        ConsentNames = [.. draft.Consents.Keys],
        Consents = [.. draft.Consents.Values],
    };

    /// <summary>The patents of the form after adding and taking out, by the body of their number.</summary>
    public IReadOnlyList<string> Members(List<Failure> failures)
    {
        var numbers = Numbers.Where(no => !Drop.Contains(no, StringComparer.Ordinal)).ToList();
        foreach (var typed in (More ?? "").Split([',', '，', ';', '；', '、', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (PatentNumber.Parse(typed, out var fault) is { } number && fault is null) numbers.Add(number.Body);
            else failures.Add(new("number_wrong", 400, ListingTexts.NumberWrong.Fill(typed), "patents"));
        }
        return [.. numbers.Distinct(StringComparer.Ordinal)];
    }

    public ListingDraft Draft(List<Failure> failures)
    {
        decimal? Number(string? typed, string field)
        {
            if (string.IsNullOrWhiteSpace(typed)) return null;
            if (decimal.TryParse(typed.Normalize(System.Text.NormalizationForm.FormKC).Trim().TrimEnd('%', '元'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
            failures.Add(new("number_unreadable", 400, ListingTexts.NotANumber.Fill(typed.Trim()), field));
            return null;
        }
        DateOnly? Date(string? typed, string field)
        {
            if (string.IsNullOrWhiteSpace(typed)) return null;
            if (SheetDates.Read(typed) is { } day) return day;
            failures.Add(new("date_unreadable", 400, ListingTexts.NotADate.Fill(typed.Trim()), field));
            return null;
        }
        var parts = new List<FeePart>();
        for (var i = 0; i < Math.Min(PartAmounts.Count, FeeTerms.MaxParts); i++)
        {
            if (string.IsNullOrWhiteSpace(PartAmounts[i])) continue;
            parts.Add(new(Number(PartAmounts[i], "parts") ?? 0, (int?)Number(PartDays.ElementAtOrDefault(i), "parts"), Date(PartDates.ElementAtOrDefault(i), "parts")));
        }
        var shares = Numbers.Zip(Shares).GroupBy(p => p.First, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Second, StringComparer.Ordinal);
        var reports = Numbers.Zip(Reports).GroupBy(p => p.First, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Second, StringComparer.Ordinal);
        return new()
        {
            Title = Title,
            Members = [.. Members(failures).Select(no => new DraftMember(no, Number(shares.GetValueOrDefault(no), "shares"), reports.GetValueOrDefault(no)))],
            Forms = Chosen.Of<OfferForm>(Forms),
            FeeModel = One<FeeModel>(FeeModel),
            Fee = new()
            {
                Amount = Number(Amount, "amount"),
                Parts = parts.Count > 0 ? parts : null,
                Upfront = Number(Upfront, "upfront"),
                Base = One<FeeBase>(Base),
                Rate = Number(Rate, "rate"),
                Definition = Definition,
                UnitAmount = Number(UnitAmount, "unitAmount"),
                Unit = Unit,
                Period = One<FeePeriod>(Period),
                Min = Number(Min, "min"),
                Cap = Number(Cap, "cap"),
                LateRate = Number(LateRate, "lateRate"),
                FreeUntil = Date(FreeUntil, "freeUntil"),
                Trigger = Trigger,
                Then = One<FeeModel>(Then),
                Reason = Reason,
                Announced = string.IsNullOrWhiteSpace(Announced) ? null : Announced,
            },
            Maturity = (int?)One9(Maturity),
            Scenes = Scenes,
            Industries = [.. Industries.Union(ListingColumns.Split(IndustriesMore ?? ""), StringComparer.Ordinal)],
            Chains = Chains,
            KnowHow = KnowHow,
            Support = Support,
            ContactName = ContactName,
            ContactPhone = ContactPhone,
            ContactMail = ContactMail,
            ExpiresOn = Date(ExpiresOn, "expiresOn"),
            Consents = ConsentNames.Zip(Consents).Where(p => !string.IsNullOrWhiteSpace(p.Second)).GroupBy(p => p.First, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Second!, StringComparer.Ordinal),
        };
    }

    private static decimal? One9(string? typed) => int.TryParse(typed, CultureInfo.InvariantCulture, out var level) ? level : null;

    private static T? One<T>(string? typed) where T : struct, Enum => Enum.TryParse<T>(typed, out var value) && Enum.IsDefined(value) ? value : null;

    private static string? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
