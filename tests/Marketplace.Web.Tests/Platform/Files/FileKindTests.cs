using System.IO.Compression;
using System.Text;
using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Tests.Platform.Files;

public sealed class FileKindTests
{
    [Theory]
    [InlineData("%PDF-1.7 …", "合同.pdf", "application/pdf")]
    [InlineData("申请号,名称\n2023,装置", "专利.csv", "text/plain; charset=utf-8")]
    public void What_content_and_name_agree_on_is_taken(string content, string name, string mediaType) =>
        FileKind.Recognise(Encoding.UTF8.GetBytes(content), name)!.MediaType.ShouldBe(mediaType);

    [Theory]
    [InlineData("%PDF-1.7", "photo.png")]
    [InlineData("%PDF-1.7", "run.exe")]
    [InlineData("<html><script>alert(1)</script>", "page.txt")]
    [InlineData("  \uFEFF<!doctype html>", "page.csv")]
    [InlineData("name\n<script src=x>", "list.csv")]
    [InlineData("MZ\u0090\u0000", "setup.pdf")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "logo.png")]
    public void What_is_disguised_or_can_run_is_refused(string content, string name) =>
        FileKind.Recognise(Encoding.UTF8.GetBytes(content), name).ShouldBeNull();

    [Theory]
    [InlineData("a.docx", "word/document.xml", true)]
    [InlineData("a.xlsx", "xl/workbook.xml", true)]
    [InlineData("a.xlsx", "word/document.xml", false)]
    [InlineData("a.zip", "word/document.xml", false)]
    public void Office_files_are_known_by_what_is_inside(string name, string part, bool taken) =>
        (FileKind.Recognise(Zip("[Content_Types].xml", part), name) is not null).ShouldBe(taken);

    [Fact]
    public void Macros_make_an_office_file_a_program() =>
        FileKind.Recognise(Zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx").ShouldBeNull();

    [Fact]
    public void A_torn_zip_is_nothing() => FileKind.Recognise([.. Zip("OFD.xml").Take(40)], "a.ofd").ShouldBeNull();

    private static byte[] Zip(params string[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create)) foreach (var entry in entries) zip.CreateEntry(entry);
        return memory.ToArray();
    }
}
