using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>A file somebody sent, until they have looked at what it holds.</summary>
public sealed record SentSheet(byte[] Bytes, Guid Sender, Guid? For, bool Bureau);

/// <summary>A row as it was read, with what stands against it.</summary>
public sealed record NeedRow(int Number, IReadOnlyDictionary<string, string> Cells, NeedDraft Draft, Guid? OwnerId, string? OwnerName, IReadOnlyList<string> Reasons);

/// <summary>批量导入: needs from a table in any order of columns; looked at, then saved; what is refused comes back in the same form with the reason.</summary>
public sealed class NeedSheet(
    AppDbContext db, Actor actor, AccessCheck access, NeedSeal seal, NeedChecks checks, NeedDesk desk, KeptNeeds kept, Industries industries, Crops crops, RegionTree regions, AuditLog audit, TimeProvider time)
{
    /// <summary>As many as are saved while somebody waits.</summary>
    public const int Most = 2000;

    /// <summary>Ten times what so many rows of words take.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    private static readonly SheetColumn[] s_columns =
    [
        new("title", "需求名称", "标题", "难题名称", "技术需求名称", "Title", "need") { Required = true },
        new("summary", "对外摘要", "摘要", "需求描述", "需求简介", "技术需求内容", "难题描述", "Summary") { Required = true },
        new("detail", "保密详情", "详情", "内部说明", "Confidential detail"),
        new("industry", "行业代码", "行业", "国民经济行业", "Industry"),
        new("ipc", "IPC", "技术领域（IPC）", "IPC分类号"),
        new("chains", "产业链", "所属产业链", "Chains"),
        new("crop", "作物或畜种", "作物", "Crop"),
        new("forms", "希望的许可方式", "合作方式（专利）", "许可方式", "Forms"),
        new("cooperation", "合作方式", "合作需求", "Cooperation"),
        new("maturity", "技术成熟度", "成熟度", "TRL"),
        new("budgetFrom", "预算下限（万元）", "预算下限(万元)", "Budget from"),
        new("budgetTo", "预算上限（万元）", "预算（万元）", "预算上限", "预算", "拟投入资金（万元）", "Budget"),
        new("deadline", "希望完成日期", "期限", "截止日期", "Deadline"),
        new("region", "所在地", "地区", "县（市、区）", "行政区划代码", "Region"),
        new("contact", "联系人", "Contact"),
        new("phone", "联系电话", "手机", "手机号", "电话", "Phone"),
        new("uscc", "统一社会信用代码", "信用代码", "企业代码", "USCC"),
    ];

    public static readonly SheetPlan Plan = new(s_columns) { MaxRows = Most };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/needs/import/template.xlsx", () => SheetFile.Of(NeedTexts.ImportTemplate, "xlsx", [.. s_columns.Select(column => new SheetField<string>(column.Title, _ => null))], (IReadOnlyList<string>)[])).For(Act.UseAccount).ExcludeFromDescription();
        routes.MapGet($"/needs/import/rejects.{{{SheetFile.Formats}}}", async (string format, string file, NeedSheet sheet, CancellationToken ct) =>
        {
            var read = await sheet.ReadAsync(file, ct);
            if (!read.Succeeded) return Results.StatusCode(StatusCodes.Status404NotFound);
            IReadOnlyList<SheetField<NeedRow>> fields = [.. s_columns.Select(column => new SheetField<NeedRow>(column.Title, row => row.Cells[column.Key])), new(NeedTexts.RowNumber, row => row.Number) { Form = SheetForm.Whole }, new(NeedTexts.Reasons, row => string.Join('；', row.Reasons)) { Width = 60 }];
            return SheetFile.Of(NeedTexts.RejectsFile, format, fields, read.Value.Where(row => row.Reasons.Count > 0).ToList());
        }).For(Act.UseAccount).ExcludeFromDescription();
    }

    /// <summary>Keeps the file; the token leads to its preview.</summary>
    public async Task<Outcome<string>> TakeAsync(IFormFile? file, bool bureau, CancellationToken ct)
    {
        var sent = await Upload.ReadAsync(file, MostBytes, NeedTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var bytes = sent.Value.Bytes;
        var opened = SheetReader.Open(bytes, Plan);
        if (!opened.Succeeded) return opened.Failures.ToList();
        return await kept.KeepAsync(new SentSheet(bytes, actor.Id, actor.ActingFor, bureau), ct);
    }

    /// <summary>The rows of a kept file, to whoever sent it, acting for whom they sent it.</summary>
    public async Task<Outcome<IReadOnlyList<NeedRow>>> ReadAsync(string token, CancellationToken ct)
    {
        if (await kept.FindAsync<SentSheet>(token, ct) is not { } sent || sent.Sender != actor.PersonId || sent.For != actor.ActingFor) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var opened = SheetReader.Open(sent.Bytes, Plan);
        var all = opened.Succeeded ? opened.Value.ReadAll() : opened.Failures.ToList();
        if (!all.Succeeded) return all.Failures.ToList();
        var owner = await desk.OwnerAsync(ct);
        var codes = all.Value.All.Select(row => Uscc.Clean(row["uscc"])).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var owners = sent.Bureau ? await db.Set<Organisation>().AsNoTracking().Where(o => codes.Contains(o.Uscc) && (o.State == OrganisationState.Active || o.State == OrganisationState.Listed)).ToDictionaryAsync(o => o.Uscc, StringComparer.Ordinal, ct) : [];
        var rows = new List<NeedRow>();
        foreach (var row in all.Value.All) rows.Add(await RowAsync(row, sent.Bureau, owner, owners, ct));
        // The same words twice in a file are one need.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return rows.ConvertAll(row => row.Reasons.Count > 0 || seen.Add(row.OwnerId + row.Draft.Phone + NameFolding.Fold(row.Draft.Title + row.Draft.Summary)) ? row : row with { Reasons = [NeedTexts.TwiceInFile] });
    }

    /// <summary>Saves what is good. Of a bureau: matched at once, with the consent its clerk vouches for; of an organisation: drafts, opened where it says so.</summary>
    public async Task<Outcome<string>> SaveAsync(string token, bool open, CancellationToken ct)
    {
        var read = await ReadAsync(token, ct);
        if (!read.Succeeded) return read.Failures.ToList();
        var sent = (await kept.FindAsync<SentSheet>(token, ct))!;
        var good = read.Value.Where(row => row.Reasons.Count == 0).ToList();
        if (good.Count == 0) return new Failure("need_nothing_to_save", 400, NeedTexts.NothingToSave, "file");
        var now = time.GetUtcNow();
        var today = Dates.Today(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var row in good)
        {
            var path = row.Draft.Region is { } code && await regions.FindAsync(code, ct) is { } place ? place.Path : (await desk.OwnerAsync(ct))!.RegionPath;
            var hits = open || sent.Bureau ? await checks.FindAsync(row.OwnerId, row.Draft, ct) : [];
            var opens = (open || sent.Bureau) && NeedRules.Open(row.Draft, path, today, hits, confirmed: sent.Bureau).Count == 0;
            var need = new Need
            {
                OwnerId = row.OwnerId,
                PersonId = sent.Bureau ? null : actor.PersonId,
                BureauId = sent.Bureau ? actor.ActingFor : null,
                Source = sent.Bureau ? NeedSource.OnBehalf : NeedSource.Import,
                State = opens ? NeedState.Open : NeedState.Draft,
                Visibility = NeedVisibility.Anonymous,
                Pseudonym = NeedDesk.NewPseudonym(),
                Title = "",
                PhoneBucket = sent.Bureau && row.Draft.Phone is { } phone ? PhoneBuckets.Of(phone) : null,
                PhoneProven = sent.Bureau,
                OpenedAt = opens ? now : null,
                ExpiresOn = opens ? NeedRules.Expiry(today) : null,
                CreatedAt = now,
                ChangedAt = now,
            };
            NeedWriter.Put(need, row.Draft, path, seal);
            db.Add(need);
            if (sent.Bureau) db.Add(new NeedConsent { NeedId = need.Id, BureauId = actor.ActingFor!.Value, How = ConsentWay.Spoken, On = today, RecordedBy = actor.Id, RecordedAt = now });
            audit.Record(db, "need.imported", NeedDesk.Subject(need.Id), new { bureau = sent.Bureau, opens });
            db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        }
        await db.SaveChangesAsync(ct);
        await kept.DropAsync(token, ct);
        await transaction.CommitAsync(ct);
        return good.Count.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<NeedRow> RowAsync(SheetRow row, bool bureau, Organisation? own, Dictionary<string, Organisation> owners, CancellationToken ct)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string message) => failures.Add(new("need_" + code, 400, message));
        Organisation? owner = null;
        if (!bureau) owner = own;
        else if (row["uscc"].Length > 0)
        {
            owner = owners.GetValueOrDefault(Uscc.Clean(row["uscc"]));
            if (owner is null || !access.May(Act.CollectNeeds, new(RegionPath: owner.RegionPath))) Wrong("owner_unknown", CollectTexts.OwnerUnknown);
        }
        var place = await PlaceAsync(row["region"], owner, ct);
        if (place is null && (row["region"].Length > 0 || owner is null)) Wrong("region_unknown", NeedTexts.RegionUnknown.Fill(row["region"]));
        else if (bureau && place is not null && !access.May(Act.CollectNeeds, new(RegionPath: place.Path))) Wrong("region_outside", CollectTexts.PlaceMissing);
        if (bureau && owner is null && LoginName.Parse(row["phone"]) is not { Channel: MessageChannel.Sms }) Wrong("phone_wrong", CollectTexts.MobileWrong);
        var draft = new NeedDraft
        {
            Title = row["title"],
            Summary = row["summary"],
            Detail = row["detail"],
            Industry = Code(row["industry"]),
            Ipc = Split(row["ipc"]),
            Chains = Split(row["chains"]),
            Crop = row["crop"],
            Forms = Named(row["forms"], Enum.GetValues<OfferForm>(), ListingWords.Name, failures),
            Cooperation = Named(row["cooperation"], Enum.GetValues<Cooperation>(), NeedWords.Name, failures),
            MaturityLeast = row["maturity"].Length == 0 ? null : int.TryParse(string.Concat(row["maturity"].Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var level) ? level : 0,
            BudgetFrom = NeedForm.Yuan(row["budgetFrom"], "budgetFrom", failures),
            BudgetTo = NeedForm.Yuan(row["budgetTo"], "budgetTo", failures),
            Deadline = NeedForm.Day(row["deadline"], "deadline", failures),
            Region = place?.Code,
            Contact = row["contact"],
            Phone = row["phone"],
        }.Tidy();
        failures.AddRange(NeedRules.Fields(draft, industries, crops));
        if (draft.Title.Length < NeedRules.TitleMin) Wrong("title_short", NeedTexts.TitleShort.Fill(NeedRules.TitleMin));
        if (draft.Summary.Length < NeedRules.SummaryMin) Wrong("summary_short", NeedTexts.SummaryShort.Fill(NeedRules.SummaryMin));
        if (bureau && failures.Count == 0)
            foreach (var hit in (await checks.FindAsync(owner?.Id, draft, ct)).Where(hit => hit.Strong)) Wrong("gives_away", NeedTexts.GivesAway.Fill(hit.Words, NeedWords.Reason(hit.Kind)));
        return new(row.Number, s_columns.ToDictionary(column => column.Key, column => row[column.Key], StringComparer.Ordinal), draft, owner?.Id, owner?.Name, [.. failures.Select(f => f.Message).Distinct(StringComparer.Ordinal)]);
    }

    private async Task<Region?> PlaceAsync(string typed, Organisation? owner, CancellationToken ct)
    {
        if (typed.Length == 0) return owner is null ? null : await regions.FindAsync(owner.RegionCode, ct);
        if (await regions.FindAsync(typed, ct) is { } byCode) return byCode;
        var found = await regions.SearchAsync(typed.Split([' ', '/', '，'], StringSplitOptions.RemoveEmptyEntries)[^1], ct);
        return found.Where(region => region.Name == typed || typed.EndsWith(region.Name, StringComparison.Ordinal)).ToList() is [var exact] ? exact : found is [var only] ? only : null;
    }

    /// <summary>C1515 and 1515 葡萄酒制造 are both 1515.</summary>
    private static string Code(string typed) => string.Concat(typed.Normalize(NormalizationForm.FormKC).Trim().SkipWhile(char.IsAsciiLetter).TakeWhile(char.IsAsciiDigit)) is { Length: > 0 } digits ? digits : typed;

    private static string[] Split(string typed) => typed.Normalize(NormalizationForm.FormKC).Split([';', ',', '、', '\n', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<T> Named<T>(string typed, T[] all, Func<T, string> name, List<Failure> failures) where T : struct, Enum
    {
        var chosen = new List<T>();
        foreach (var word in Split(typed))
        {
            if (all.Where(value => name(value) == word || string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault() is { } known) chosen.Add(known);
            else failures.Add(new("need_word_unknown", 400, NeedTexts.WordUnknown.Fill(word)));
        }
        return chosen;
    }
}
