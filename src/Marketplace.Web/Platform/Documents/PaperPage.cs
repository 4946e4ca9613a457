using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Marketplace.Web.Platform.Documents;

/// <summary>A paper as a page to be printed from a browser: it asks for nothing else, neither style nor font nor picture.</summary>
public static class PaperPage
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(Paper paper)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Text(paper.Title)).Append("</title>\n<style>").Append(Style(paper)).Append("</style>\n</head>\n<body>\n<main>\n<h1>").Append(Text(paper.Title)).Append("</h1>\n");
        if (paper.Number is { } number) page.Append("<p class=\"number\">编号：").Append(Text(number)).Append("</p>\n");
        foreach (var part in paper.Parts) page.Append(Part(part)).Append('\n');
        return page.Append("</main>\n<footer>").Append(Text(paper.VersionLine)).Append("</footer>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The one policy under which a browser shows the page as it is: nothing but its own style.</summary>
    public static string Policy(Paper paper) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style(paper))))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Part(PaperPart part) => part switch
    {
        PaperHeading heading => $"<h2>{Text(heading.Text)}</h2>",
        PaperText text => string.Join('\n', Paper.Printable(text.Text).Split('\n').Select(line => $"<p{(text.Small ? " class=\"small\"" : "")}>{Text(line)}</p>")),
        PaperFields fields => $"<table class=\"fields\">\n<tbody>\n{string.Concat(fields.Fields.Select(field => $"<tr><th scope=\"row\">{Text(field.Name)}</th><td>{Text(field.Value)}</td></tr>\n"))}</tbody>\n</table>",
        PaperTable table => $"<table>\n<thead>\n<tr>{string.Concat(table.Heads.Select(head => $"<th scope=\"col\">{Text(head)}</th>"))}</tr>\n</thead>\n<tbody>\n"
            + string.Concat(table.Rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n")) + "</tbody>\n</table>",
        PaperSignatures signatures => $"<div class=\"signatures\">\n{string.Concat(signatures.Signers.Select(Signer))}</div>",
        PaperCode code => $"<div class=\"code\">\n{Picture(code.Address)}\n<p>{Text(code.Caption)}<br>{Text(code.Address)}</p>\n</div>",
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    private static string Signer(string signer) => $"<div><p>{Text(signer + SignatureMark)}</p><p>日期：{SignatureDay}</p></div>\n";

    internal const string SignatureMark = "（签字或盖章）：";
    internal const string SignatureDay = "　　　　年　　月　　日";

    private static string Text(string text) => string.Concat(Paper.Runs(Paper.Printable(text)).Select(run => run.Blank ? $"<mark>{run.Text}</mark>" : s_encoder.Encode(run.Text).Replace("&#xA;", "<br>", StringComparison.Ordinal)));

    private static string Picture(string address)
    {
        var code = new QrCode(address);
        return $"<svg role=\"img\" aria-label=\"二维码\" viewBox=\"0 0 {code.Size} {code.Size}\" shape-rendering=\"crispEdges\"><path d=\"{string.Concat(code.Dark.Select(dot => $"M{dot.X} {dot.Y}h1v1h-1z"))}\"/></svg>";
    }

    private static string Style(Paper paper) => $$"""

        @page { size: A4; margin: 22mm 20mm 20mm; @bottom-left { content: "{{paper.VersionLine}}"; font: 9pt sans-serif; } @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 9pt sans-serif; } }
        body { margin: 0; color: #000; background: #fff; font: 12pt/1.7 FangSong, STFangsong, "仿宋", SimSun, "Noto Serif CJK SC", "Songti SC", serif; overflow-wrap: anywhere; }
        main { max-width: 170mm; margin: 0 auto; }
        h1 { margin: 0 0 6mm; font: 600 20pt/1.4 SimSun, "宋体", "Noto Serif CJK SC", "Songti SC", serif; text-align: center; }
        h2 { margin: 6mm 0 2mm; font: 400 13pt/1.5 SimHei, "黑体", "Noto Sans CJK SC", "PingFang SC", sans-serif; break-after: avoid; }
        p { margin: 0 0 2mm; }
        main > p { text-indent: 2em; }
        main > p.number { text-align: end; text-indent: 0; }
        main > p.small { font-size: 10.5pt; text-indent: 0; }
        table { width: 100%; margin: 0 0 4mm; border-collapse: collapse; }
        th, td { padding: 1.2mm 2.5mm; border: .3mm solid #000; font-size: 11pt; line-height: 1.5; text-align: start; vertical-align: top; }
        th { font-family: SimHei, "黑体", "Noto Sans CJK SC", "PingFang SC", sans-serif; font-weight: 400; }
        .fields th { width: 28%; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        mark { background: #ffe9a8; color: inherit; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .signatures { break-before: avoid; display: grid; grid-template-columns: 1fr 1fr; gap: 10mm 8mm; margin: 8mm 0; }
        .signatures > div, .code { break-inside: avoid; }
        .signatures p:first-child { margin-bottom: 14mm; }
        .code { display: flex; gap: 6mm; align-items: center; margin: 6mm 0; }
        .code svg { flex: none; width: 32mm; height: 32mm; }
        footer { max-width: 170mm; margin: 6mm auto 0; font: 9pt sans-serif; }
        @media screen { body { padding: 6mm; } }

        """;
}
