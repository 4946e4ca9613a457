namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>How a column's values are written.</summary>
public enum SheetForm
{
    /// <summary>Never a number, so that codes and phone numbers keep every digit.</summary>
    Text,
    Whole,

    /// <summary>Two decimals.</summary>
    Amount,
    Percent,
    Date,
}

/// <summary>One column of a table that is written.</summary>
/// <param name="Head">In the language of whoever gets the file.</param>
/// <param name="Value">A string, number, <see cref="DateOnly"/>, bool or null.</param>
public sealed record SheetField<T>(string Head, Func<T, object?> Value)
{
    public SheetForm Form { get; init; } = SheetForm.Text;

    /// <summary>In characters of the standard font; a Chinese character takes two.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Offered in a list.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether the spreadsheet program refuses other values.</summary>
    public bool OnlyChoices { get; init; } = true;
}
