namespace Marketplace.Matching.Factors;

/// <summary>What speaks for a match, each between 0 and 1. The order is that of stored factors and weights: new ones go to the end.</summary>
public enum Factor
{
    /// <summary>What both texts say.</summary>
    Words,

    /// <summary>What both are about, by the table of term vectors.</summary>
    Terms,

    /// <summary>What both mean, by the encoder.</summary>
    Context,

    /// <summary>Materials, models, figures with units that both name.</summary>
    Exact,

    /// <summary>Class of the patent and industry of the need.</summary>
    Industry,

    /// <summary>Industrial chain.</summary>
    Chain,

    /// <summary>Form wanted and forms offered.</summary>
    Form,

    /// <summary>Fee and budget.</summary>
    Fee,

    /// <summary>技术成熟度 offered and wanted.</summary>
    Maturity,

    /// <summary>How near holder and owner are, regions in aid partnership included.</summary>
    Region,

    /// <summary>Years the right has left.</summary>
    Life,

    /// <summary>How sure the right is: status looked up lately, no dispute, report in hand.</summary>
    Legal,

    /// <summary>How lately the holder said the offer still stands.</summary>
    Freshness,

    /// <summary>How often and how soon the holder answers.</summary>
    Reply,
}
