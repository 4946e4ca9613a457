using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>The holder's own bank says what arrived: by the payer's code, once, all of a file or nothing, and nothing without a look.</summary>
public sealed class StatementTests(PostgresServer server)
{
    private const string Account = "6222020200012345678";

    private const string Heads = "交易日期,对方户名,贷方发生额,借方发生额,摘要,交易流水号";

    private static int s_serial;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_row_has_its_fate_and_only_what_is_ticked_happens()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (taker, today) = (world.Enterprise.Name, world.Today);
        var vouched = await world.EffectiveAsync();
        var silent = await NotifiedAsync(world);
        var shortly = await NotifiedAsync(world);
        var doubted = await world.EffectiveAsync();
        var suggested = (await world.NotifyAsync(await world.AnnouncedAsync(fee: new() { Amount = 31_000 }))).Value;
        (await world.PayAsync(suggested, world.Transfer(31_000))).Succeeded.ShouldBeTrue();
        var named = await NotifiedAsync(world);
        var over = await world.EffectiveAsync();
        await ConfirmByHandAsync(world, over);
        await world.App.WithDatabaseAsync(db => db.Set<Licence>().Where(l => l.Id == shortly.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.HolderId, (Guid?)null), Ct));
        string[] rows =
        [
            Row(taker, 50_000, $"专利许可费{vouched.Reference}谢谢"),
            Row(taker, 50_000, $"{silent.Reference[..4]} {silent.Reference[4..]}".ToLowerInvariant()),
            Row(taker, 50_000, shortly.Reference),
            Row(taker, 40_000, doubted.Reference),
            Row(taker, 31_000, "许可费"),
            Row("另一家公司", 50_000, named.Reference),
            Row(taker, 50_000, over.Reference),
            Row(taker, 50_000, over.Reference),
            Row(taker, 777, "XXAACC33"),
            Row("水费", 12, "水费"),
            $"{today:yyyy-MM-dd},供应商,,800,货款,OUT1",
            $"不是日期,{taker},50000,,{vouched.Reference},BAD1",
            $"{today.AddDays(2):yyyy-MM-dd},{taker},50000,,{vouched.Reference},BAD2",
        ];
        var look = await LookAsync(world, Csv(rows));
        look.Matches.Select(m => m.Fate).ShouldBe([
            StatementFate.Confirms, StatementFate.MakesPayment, StatementFate.WrongPayee, StatementFate.OtherAmount, StatementFate.Suggested, StatementFate.OtherName, StatementFate.Known, StatementFate.GoesBack,
            StatementFate.UnknownCode, StatementFate.NoCode, StatementFate.NotIncoming, StatementFate.Unreadable, StatementFate.Unreadable,
        ]);
        look.Matches.Where(m => m.ByItself).Select(m => m.Line.Number).ShouldBe([2, 3, 4, 8, 9]);
        var page = await world.Giver.Http.GetStringAsync($"/payments/statement/{look.Statement.Id}", Ct);
        foreach (var word in (string[])["确认收款", "登记付款", "付错收款方", "金额不符", "可能是", "户名不符", "已确认过", "应退", "识别码对不上", "读不懂", "不能撤销"]) page.ShouldContain(word);
        page.ShouldNotContain(Account);
        // Nothing has happened by looking.
        (await world.ReadAsync(silent)).State.ShouldBe(LicenceState.NoticeReceived);
        (await ConfirmAsync(world, look, [2, 3, 4, 5, 6, 7, 8, 9])).ShouldBeNull();
        (await world.ReadAsync(silent)).State.ShouldBe(LicenceState.Effective);
        (await world.ReadAsync(named)).State.ShouldBe(LicenceState.Effective);
        (await PaymentsAsync(world, vouched)).ShouldHaveSingleItem().State.ShouldBe(PaymentState.Confirmed);
        (await PaymentsAsync(world, doubted)).ShouldHaveSingleItem().State.ShouldBe(PaymentState.Paid);
        (await PaymentsAsync(world, suggested)).ShouldHaveSingleItem().State.ShouldBe(PaymentState.Confirmed);
        var made = (await PaymentsAsync(world, silent)).ShouldHaveSingleItem();
        (made.State, made.Source, made.OnBehalf).ShouldBe((PaymentState.Confirmed, PaymentSource.Statement, null));
        (await PaymentsAsync(world, named)).ShouldHaveSingleItem().OnBehalf.ShouldNotBeNull();
        (await PaymentsAsync(world, over)).Count.ShouldBe(1);
        var refunds = await world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().OrderBy(r => r.Id).ToListAsync(Ct));
        refunds.Select(r => (r.Why, r.LicenceId)).ShouldBe([(RefundWhy.WrongPayee, shortly.Id), (RefundWhy.Twice, over.Id)]);
        // Whoever got money that was another's sees the money, and nothing of the licence.
        var wrong = await world.Giver.Http.GetStringAsync($"/payments/refunds/{refunds[0].Id}", Ct);
        wrong.ShouldContain("付错收款方");
        wrong.ShouldNotContain($"/licences/{shortly.Id}");
        (await world.Giver.Http.GetStringAsync($"/payments/statement/{look.Statement.Id}", Ct)).ShouldContain(silent.Reference);
        var export = await world.Giver.Http.GetStringAsync($"/payments/statement/{look.Statement.Id}/export.csv", Ct);
        export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(14);
        export.ShouldContain("付错收款方");
        // The step names the statement it rests on.
        (await world.App.WithDatabaseAsync(db => db.Set<Web.Licensing.Cases.CaseStep>().Where(s => s.CaseId == made.Id).Select(s => s.Evidence).SingleAsync(Ct))).ShouldContain(look.Statement.Id.ToString());
    }

    [Fact]
    public async Task A_row_counts_once_in_whatever_file_it_stands_again()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await NotifiedAsync(world);
        var row = Row(world.Enterprise.Name, 20_000, licence.Reference);
        var first = await LookAsync(world, Csv(row));
        (await ConfirmAsync(world, first, [2])).ShouldBeNull();
        (await ConfirmAsync(world, first, [2]))!.Code.ShouldBe("statement_moved");
        var again = await LookAsync(world, Csv(row, row, Row(world.Enterprise.Name, 30_000, licence.Reference)));
        again.Matches.Select(m => m.Fate).ShouldBe([StatementFate.TakenBefore, StatementFate.TakenBefore, StatementFate.MakesPayment]);
        // Two people with two files of the same rows, at once.
        var other = await LookAsync(world, Csv(row, Row("别人", 1, "x"), again.Matches[2].Line is var line ? $"{line.On:yyyy-MM-dd},{line.Payer},{line.Amount},,{line.Remark},{line.Serial}" : ""));
        var answers = await Task.WhenAll(ConfirmAsync(world, again, [4]), ConfirmAsync(world, other, [4]));
        answers.Count(answer => answer is null).ShouldBe(1);
        (await PaymentsAsync(world, licence)).Sum(p => p.Amount).ShouldBe(50_000);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.App.WithDatabaseAsync(db => db.Set<Refund>().CountAsync(Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task What_changed_since_the_look_is_looked_at_again()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await NotifiedAsync(world);
        var look = await LookAsync(world, Csv(Row(world.Enterprise.Name, 50_000, licence.Reference)));
        look.Matches[0].Fate.ShouldBe(StatementFate.MakesPayment);
        (await world.PayAsync(licence)).Succeeded.ShouldBeTrue();
        (await ConfirmAsync(world, look, [2]))!.Code.ShouldBe("statement_changed");
        (await ConfirmAsync(world, look, []))!.Code.ShouldBeOneOf("statement_changed", "nothing_ticked");
        var anew = await LookAsync(world, look.Statement);
        anew.Matches[0].Fate.ShouldBe(StatementFate.Confirms);
        var refused = await world.Giver.Http.PostFormAsync($"/payments/statement/{look.Statement.Id}", $"/payments/statement/{look.Statement.Id}?handler=Confirm", ("take", "2"), ("typed", "好"));
        (refused.StatusCode, await refused.Content.ReadAsStringAsync(Ct)).ShouldSatisfyAllConditions(r => r.StatusCode.ShouldBe(HttpStatusCode.BadRequest), r => r.Item2.ShouldContain("请输入"));
        var done = await world.Giver.Http.PostFormAsync($"/payments/statement/{look.Statement.Id}", $"/payments/statement/{look.Statement.Id}?handler=Confirm", ("take", "2"), ("seen", anew.Seen), ("typed", "确认"));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync(Ct));
        (await PaymentsAsync(world, licence)).ShouldHaveSingleItem().State.ShouldBe(PaymentState.Confirmed);
    }

    [Fact]
    public async Task What_was_contested_and_stands_in_the_statement_was_found()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        var payment = (await PaymentsAsync(world, licence)).Single();
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        // No code this time: the bank's number is the one its payer typed.
        var look = await LookAsync(world, $"{Heads}\n{world.Today:yyyyMMdd},{world.Enterprise.Name},\"50,000.00\",,许可费,{payment.BankReference}\n");
        look.Matches[0].Fate.ShouldBe(StatementFate.Confirms);
        (await ConfirmAsync(world, look, [2])).ShouldBeNull();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await PaymentsAsync(world, licence)).Single().State.ShouldBe(PaymentState.Confirmed);
    }

    [Fact]
    public async Task Banks_write_their_files_in_many_ways()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await NotifiedAsync(world);
        var (day, name) = (world.Today, world.Enterprise.Name);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await IsAsync(Encoding.GetEncoding("GB18030").GetBytes($"账户明细查询\n交易时间,收/支,交易金额,对方账户名称,附言,流水号\n{day:yyyy/MM/dd} 10:20:30,收入,\"￥50,000.00\",{name},{licence.Reference},A1\n{day:yyyy/MM/dd},支出,50000,{name},{licence.Reference},A2\n"), "工行.csv", StatementFate.MakesPayment, StatementFate.NotIncoming);
        SheetField<string[]>[] fields = [new("记账日期", r => r[0]), new("付款户名", r => r[1]), new("收入金额", r => r[2]), new("用途", r => r[3]), new("银行流水号", r => r[4])];
        await IsAsync(XlsxWriter.Write("明细", fields, [[$"{day:yyyy年M月d日}", name, "50000", licence.Reference, "B1"]]), "建行.xlsx", StatementFate.MakesPayment);
        // Heads nobody knows: a person says what they mean.
        var unknown = (await TakeAsync(world, Encoding.UTF8.GetBytes($"哪天,谁,多少,说什么,编号\n{day:yyyy-MM-dd},{name},50000,{licence.Reference},C1\n"), "农信社.csv")).Value;
        var page = await world.Giver.Http.GetStringAsync($"/payments/statement/{unknown.Id}", Ct);
        page.ShouldContain("还不知道哪一列是");
        (await world.AsAsync<StatementDesk, Failure?>(world.Giver.Person, desk => desk.ChooseAsync(unknown.Id, new Dictionary<string, string>(StringComparer.Ordinal) { ["哪天"] = "date", ["谁"] = "payer", ["多少"] = "amount", ["说什么"] = "remark", ["编号"] = "serial" }, Ct))).ShouldBeNull();
        (await LookAsync(world, await ReadAsync(world, unknown.Id))).Matches.ShouldHaveSingleItem().Fate.ShouldBe(StatementFate.MakesPayment);

        async Task IsAsync(byte[] file, string title, params StatementFate[] fates)
        {
            var taken = await TakeAsync(world, file, title);
            taken.Failures.ShouldBeEmpty();
            (await LookAsync(world, taken.Value)).Matches.Select(m => m.Fate).ShouldBe(fates, title);
        }
    }

    [Fact]
    public async Task Broken_files_are_told_what_is_wrong_with_them()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        (await TakeAsync(world, [], "空.csv")).Failures[0].Code.ShouldBe("sheet_empty");
        (await TakeAsync(world, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "旧.xls")).Failures[0].Code.ShouldBe("sheet_old_format");
        (await TakeAsync(world, "PK\u0003\u0004撕"u8.ToArray(), "坏.xlsx")).Failures[0].Code.ShouldBe("sheet_torn");
        (await TakeAsync(world, "只有一行字"u8.ToArray(), "字.csv")).Failures[0].Code.ShouldBe("statement_empty");
        (await world.AsAsync<StatementDesk, Outcome<BankStatement>>(world.Giver.Person, desk => desk.TakeAsync("12", null, Ct))).Failures.Select(f => f.Field).ShouldBe(["account", "file"]);
        var large = await TakeAsync(world, Encoding.UTF8.GetBytes(Csv([.. Enumerable.Range(0, 20_001).Select(n => $"{world.Today:yyyy-MM-dd},甲,1,,x,L{n}")])), "大.csv");
        (await world.AsAsync<StatementDesk, Outcome<StatementLook>>(world.Giver.Person, desk => desk.LookAsync(large.Value, Ct))).Failures[0].Code.ShouldBe("sheet_too_many_rows");
        var page = await world.Giver.Http.GetAsync($"/payments/statement/{large.Value.Id}", Ct);
        (await page.Content.ReadAsStringAsync(Ct)).ShouldContain("放弃这份文件");
        // A long number a spreadsheet has rounded is no number of a bank.
        var rounded = await LookAsync(world, Csv($"{world.Today:yyyy-MM-dd},甲,1,,x,2.02611E+17"));
        rounded.Matches.ShouldHaveSingleItem().Fate.ShouldBe(StatementFate.Unreadable);
    }

    [Fact]
    public async Task A_statement_is_its_holders_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await NotifiedAsync(world);
        var look = await LookAsync(world, Csv(Row(world.Enterprise.Name, 50_000, licence.Reference)));
        foreach (var http in (HttpClient[])[world.Taker.Http, world.Bureau.Http])
        {
            foreach (var path in (string[])["", "/export.csv", "/file"]) (await http.GetAsync($"/payments/statement/{look.Statement.Id}{path}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await world.AsAsync<StatementDesk, Failure?>(world.Taker.Person, desk => desk.ConfirmAsync(look.Statement.Id, look.Seen, [2], Ct)))!.Status.ShouldBe(404);
        (await world.Giver.Http.GetAsync($"/payments/statement/{look.Statement.Id}/file", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.AsAsync<StatementDesk, Failure?>(world.Giver.Person, desk => desk.DropAsync(look.Statement.Id, Ct))).ShouldBeNull();
        (await ConfirmAsync(world, look, [2]))!.Code.ShouldBe("statement_moved");
        (await world.App.WithDatabaseAsync(db => db.Set<BankStatementFile>().CountAsync(Ct))).ShouldBe(0);
        // Another holder's code is of no use to somebody who is neither side: nothing of it is told.
        var (stranger, _) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator);
        var taken = (await world.AsAsync<StatementDesk, Outcome<BankStatement>>(stranger, desk => desk.TakeAsync(Account, File(Encoding.UTF8.GetBytes(Csv(Row("丙", 50_000, licence.Reference))), "x.csv"), Ct))).Value;
        (await world.AsAsync<StatementDesk, Outcome<StatementLook>>(stranger, desk => desk.LookAsync(taken, Ct))).Value.Matches.Single().Fate.ShouldBe(StatementFate.WrongPayee);
    }

    private static async Task<Licence> NotifiedAsync(LicensingWorld world) => (await world.NotifyAsync(await world.AnnouncedAsync())).Value;

    private static async Task ConfirmByHandAsync(LicensingWorld world, Licence licence)
    {
        var payment = (await PaymentsAsync(world, licence)).Single();
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct))).Succeeded.ShouldBeTrue();
    }

    private static Task<List<Payment>> PaymentsAsync(LicensingWorld world, Licence licence) => world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == licence.Id).OrderBy(p => p.Id).ToListAsync(Ct));

    internal static string Csv(params string[] rows) => Heads + "\n" + string.Join('\n', rows) + "\n";

    internal static string Row(string payer, decimal amount, string remark) => $"{Web.Platform.Face.Dates.Today(TimeProvider.System):yyyy-MM-dd},{payer},{amount},,{remark},S{Interlocked.Increment(ref s_serial)}";

    private static FormFile File(byte[] bytes, string name) => new(new MemoryStream(bytes), 0, bytes.Length, "file", name) { Headers = new HeaderDictionary(), ContentType = "application/octet-stream" };

    private static Task<Outcome<BankStatement>> TakeAsync(LicensingWorld world, byte[] bytes, string name) => world.AsAsync<StatementDesk, Outcome<BankStatement>>(world.Giver.Person, desk => desk.TakeAsync(Account, File(bytes, name), Ct));

    internal static async Task<StatementLook> LookAsync(LicensingWorld world, string csv) => await LookAsync(world, (await TakeAsync(world, Encoding.UTF8.GetBytes(csv), "对账单.csv")).Value);

    private static async Task<StatementLook> LookAsync(LicensingWorld world, BankStatement statement) => (await world.AsAsync<StatementDesk, Outcome<StatementLook>>(world.Giver.Person, desk => desk.LookAsync(statement, Ct))).Value;

    private static Task<BankStatement> ReadAsync(LicensingWorld world, Guid id) => world.App.WithDatabaseAsync(db => db.Set<BankStatement>().AsNoTracking().SingleAsync(s => s.Id == id, Ct));

    internal static Task<Failure?> ConfirmAsync(LicensingWorld world, StatementLook look, int[] ticked) => world.AsAsync<StatementDesk, Failure?>(world.Giver.Person, desk => desk.ConfirmAsync(look.Statement.Id, look.Seen, ticked, Ct));
}
