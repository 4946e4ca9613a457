using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Spreadsheets;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Tests.Catalogue.Import;

/// <summary>One kind of dirt: a row as people send it, and what is to become of it.</summary>
/// <param name="Codes">Why it is refused; none: it is taken.</param>
/// <param name="InDatabase">Seen only when it is held against the catalogue.</param>
/// <param name="Holds">What must have been understood.</param>
internal sealed record Dirt(string Name, Dictionary<string, string> Cells, string[] Codes, bool InDatabase, Func<PatentRow, bool>? Holds)
{
    public static readonly IReadOnlyList<Dirt> All = [.. Make()];

    /// <summary>A clean row with a number no office has come near.</summary>
    public static Dictionary<string, string> Row(string body, params (string Key, string Value)[] other)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [C.Number] = PatentNumber.Show(body),
            [C.Title] = "一种滴灌带回收装置",
            [C.Holders] = "测试农业大学",
            [C.Filed] = body.Length == 12 ? body[..4] + "-03-05" : "2003-03-05",
            [C.Granted] = "2024-05-07",
            [C.MainClass] = PatentNumber.KindOf(body) == PatentKind.Design ? "09-03" : "A01B33/00",
            [C.Abstract] = "本发明公开了一种装置。",
        };
        foreach (var (key, value) in other) row[key] = value;
        return row;
    }

    /// <summary>With its number and kind: serials from 9 990 000.</summary>
    public static string Body(int n, int year = 2023, int kind = 1) => FormattableString.Invariant($"{year}{kind}{9_990_000 + n}");

    public static byte[] Table(IEnumerable<Dictionary<string, string>> rows) => XlsxWriter.Write("专利", C.Fields(), rows);

    private static IEnumerable<Dirt> Make()
    {
        var n = 0;
        Dirt Good(string name, Func<string, string> number, Func<PatentRow, bool>? holds, int kind, params (string, string)[] cells)
        {
            var body = Body(++n, kind: kind);
            return new(name, Row(body, [(C.Number, number(PatentNumber.Show(body))), .. cells]), [], false, row => row.ApplicationNo == body && holds?.Invoke(row) != false);
        }
        Dirt Fine(string name, Func<PatentRow, bool> holds, params (string, string)[] cells) => Good(name, s => s, holds, 1, cells);
        Dirt Bad(string name, string code, params (string, string)[] cells) => new(name, Row(Body(++n), cells), [code], false, null);
        Dirt Late(string name, string code, params (string, string)[] cells) => Bad(name, code, cells) with { InDatabase = true };

        yield return Good("ZL on a granted patent", s => "ZL" + s, r => r.SaysGranted, 1);
        yield return Good("ZL with blanks between", s => $"ZL {s[..4]} {s[4]} {s[5..]}", null, 1);
        yield return Good("CN before it", s => "CN" + s, null, 1);
        yield return Good("full-width digits", s => string.Concat(s.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '０') : c == '.' ? '．' : c)), null, 1);
        yield return Good("non-breaking spaces", s => "\u00a0" + s[..6] + "\u00a0" + s[6..] + "\u00a0", null, 1);
        yield return Good("a dot behind it", s => s + ".", null, 1);
        yield return Good("a Chinese full stop", s => s.Replace('.', '。'), null, 1);
        yield return Good("no check digit", s => s[..12], null, 1);
        yield return Good("a name before it", s => "申请号：" + s, null, 1);
        yield return new("a float's tail", Row("202419990018", (C.Number, Tail("202419990018")), (C.Granted, "")), [], false, r => r.ApplicationNo == "202419990018");
        yield return new("leading zeros lost", Row("03199901", (C.Number, PatentNumber.Show("03199901")[1..])), [], false, r => r.ApplicationNo == "03199901");
        yield return new("a small x for the check", Row("202389990001", (C.Number, "202389990001.x"), (C.Filed, "2021-06-01")), [], false, r => r.ApplicationNo == "202389990001");
        foreach (var date in (string[])["2023.03.05", "20230305", "2023年3月5日", "2023/3/5 0:00:00", "44990", "２０２３－０３－０５", "2023-03-05T00:00:00", "2023. 3. 5"])
            yield return Fine("date " + date, r => r.FilingDate == new DateOnly(2023, 3, 5), (C.Filed, date));
        yield return Fine("IPC with its edition", r => r.Ipc is ["E01B3/32"], (C.MainClass, "E01B3/32(2006.01)I"));
        yield return Fine("several IPC", r => r.Ipc is ["A01B33/00", "A01B33/02", "E01B3/32", "G06F17/30"], (C.Classes, "A01B 33/02;E01B3/32(2006.01)I；\nG06F 17/30 (2006.01)，A01B33/00"));
        yield return Fine("IPC parted by blanks", r => r.Ipc is ["A01B33/00", "A01B33/02", "E01B3/32"], (C.Classes, "A01B33/02 E01B 3/32"));
        yield return Good("Locarno of a design", s => s, r => r is { Ipc: null, Locarno: ["09-03"] }, 3, (C.MainClass, "LOC(14)CL.09-03"));
        yield return Fine("several holders", r => r.Holders is ["甲大学", "乙有限公司", "Foo Co., Ltd."], (C.Holders, "甲大学；乙有限公司;Foo Co., Ltd."));
        yield return Fine("several inventors", r => r.Inventors is ["张三", "李四", "王五"], (C.Inventors, "张三、李四，王五"));
        yield return Fine("applicants where no holder is named", r => r.Holders is ["丙研究院"], (C.Holders, ""), (C.Applicants, "丙研究院"));
        yield return Fine("dashes for nothing", r => r is { Abstract: null, Inventors: null, PublicationDate: null }, (C.Abstract, "—"), (C.Inventors, "无"), (C.Published, "-"));
        yield return Fine("a line break in a title", r => r.Title == "一种滴灌带 回收装置", (C.Title, "一种滴灌带\n回收装置"));
        yield return Fine("in force", r => r.Standing!.State == PatentState.InForce, (C.Status, "有效"), (C.FeePaid, "第4年"));
        yield return Fine("lapsed unpaid", r => r.Standing!.State == PatentState.LapsedUnpaid, (C.Status, "无权-未缴年费"), (C.StatusOn, "2025-03-05"));
        yield return Fine("pledged", r => r.Event!.Kind == PatentEventKind.Pledged, (C.Status, "专利权质押合同登记的生效"), (C.StatusOn, "2025.03.05"));
        yield return Fine("still examined", r => r.Standing!.State == PatentState.Pending, (C.Granted, ""), (C.Status, "实质审查的生效"));
        yield return Fine("fee paid to a day", r => r.FeePaidThrough == 4, (C.FeePaid, "2027-03-04"));
        yield return Fine("one column for both announcements", r => r.GrantDate == new DateOnly(2024, 5, 7) && r.GrantNo == "CN119990001B", (C.Granted, ""), (C.Announced, "2024.05.07"), (C.AnnouncedNo, "CN119990001B"));
        yield return Fine("a divisional application", r => r.FilingDate == new DateOnly(2020, 1, 2), (C.Filed, "2020-01-02"), (C.Divided, "202019990001.2"));
        yield return Fine("a holder's code", r => r.Codes is ["91652701MA7DEM016K"], (C.Codes, "９１６５２７０１ma7dem016k"));

        yield return Bad("no number", "number_missing", (C.Number, ""));
        yield return Bad("a wrong check digit", "number_check", (C.Number, "202319999001.7"));
        yield return Bad("digits lost to a float", "number_lost", (C.Number, "2.01711E+11"));
        yield return Bad("lost to a float, then kept as a number", "number_lost", (C.Number, "201711000000"));
        yield return Bad("rounded by a float", "number_lost", (C.Number, "2.01710601862E+11"));
        yield return Bad("a publication number", "number_publication", (C.Number, "CN108199999A"));
        yield return Bad("two numbers", "number_several", (C.Number, "202319999001.8;202329999002.8"));
        yield return Bad("an international number", "number_unreadable", (C.Number, "PCT/CN2023/099999"));
        yield return Bad("a year to come", "number_future", (C.Number, PatentNumber.Show(Body(500, 2087))), (C.Filed, ""), (C.Granted, ""));
        yield return Bad("the same number again", "number_twice", (C.Number, PatentNumber.Show(Body(1))));
        yield return Bad("another kind than the number", "kind_contradicts", (C.Kind, "实用新型"));
        yield return Bad("a kind nobody knows", "kind_unknown", (C.Kind, "软件著作权"));
        yield return Bad("a title without end", "text_long", (C.Title, new string('长', 501)));
        yield return Bad("no date", "date_unreadable", (C.Filed, "去年三月"));
        yield return Bad("the thirtieth of February", "date_unreadable", (C.Filed, "2023-02-30"));
        yield return Bad("a date to come", "date_future", (C.Granted, "2099-01-01"));
        yield return Bad("filed in another year", "filed_year", (C.Filed, "2022-03-05"));
        yield return new("filed before the office opened", Row("85199902", (C.Filed, "1985-03-31"), (C.Granted, "")), ["filed_too_early"], false, null);
        yield return Bad("granted before it was filed", "grant_before_filing", (C.Granted, "2023-01-01"));
        yield return Bad("published before it was filed", "published_before_filing", (C.Published, "2023-01-01"));
        yield return Bad("granted before it was published", "grant_before_publication", (C.Published, "2024-06-01"));
        yield return Bad("ZL after the end", "zl_ended", (C.Number, "ZL" + PatentNumber.Show(Body(600))), (C.Status, "期限届满终止"));
        yield return Bad("no IPC symbol", "ipc_wrong", (C.MainClass, "I01B 33/00"));
        yield return Bad("IPC without its group", "ipc_wrong", (C.MainClass, "A01B 33"));
        yield return Bad("a design's class on an invention", "class_locarno", (C.MainClass, "09-03"));
        yield return new("IPC on a design", Row(Body(700, kind: 3), (C.MainClass, "A01B33/00")), ["class_ipc_on_design"], false, null);
        yield return Bad("a status nobody knows", "status_unknown", (C.Status, "挺好的"));
        yield return Bad("ended, but why", "status_unclear", (C.Status, "失效"));
        yield return Bad("examined and granted", "status_contradicts", (C.Status, "驳回"));
        yield return Bad("a secret patent", "secret", (C.Secrecy, "机密"));
        yield return Bad("a defence patent", "secret", (C.Kind, "国防发明"));
        yield return Bad("a code that fails its check", "code_check", (C.Codes, "91652701MA7DEM061K"));
        yield return Bad("a code too short", "code_malformed", (C.Codes, "91652701"));
        yield return Bad("more codes than holders", "codes_many", (C.Codes, "91652701MA7DEM016K;12650000457600014M"));
        yield return Bad("a fee of no year", "fee_unclear", (C.FeePaid, "2026"));
        yield return Bad("a formula's error", "cell_error", (C.Title, "#REF!"));
        yield return Late("no title", "title_missing", (C.Title, ""));
        yield return Late("no holder", "holder_missing", (C.Holders, ""));
        yield return Late("no filing date", "filed_missing", (C.Filed, ""));
        yield return Late("in force, but since when", "granted_missing", (C.Granted, ""), (C.Status, "有效"));
        yield return Late("ZL before the grant", "zl_not_granted", (C.Number, "ZL" + PatentNumber.Show(Body(800))), (C.Granted, ""));
    }

    /// <summary>201710601862.3 as a spreadsheet's double may be written out.</summary>
    private static string Tail(string body) => PatentNumber.CheckDigit(body) is var check && check is >= '1' and <= '9' ? $"{body}.{(char)(check - 1)}9999" : throw new InvalidOperationException($"{body} has no digit to spoil: {check}");

    public override string ToString() => Name;
}
