namespace Marketplace.Search;

/// <summary>
/// BM25 as Lucene 9 computes it, to the same bits where floats allow: both engines shall rank alike. k1 and b are the values everybody starts from (Robertson);
/// Elasticsearch's defaults too.
/// </summary>
public static class Bm25
{
    public const float K1 = 1.2f, B = 0.75f;

    /// <summary>How much a term tells: the rarer, the more.</summary>
    public static float Idf(long documentsWithTerm, long documents) => (float)Math.Log(1 + (documents - documentsWithTerm + 0.5) / (documentsWithTerm + 0.5));

    public static float Average(long totalLength, long documents) => documents == 0 ? 1f : (float)(totalLength / (double)documents);

    /// <summary>For each length code, 1 / (k1 · (1 − b + b · length / average)).</summary>
    public static float[] InverseNorms(float average)
    {
        var norms = new float[256];
        for (var code = 0; code < 256; code++) norms[code] = 1f / (K1 * (1 - B + B * LengthCode.LengthOf((byte)code) / average));
        return norms;
    }

    /// <summary><paramref name="weight"/>: the field's weight times idf.</summary>
    public static float Score(float weight, int frequency, float inverseNorm) => weight - weight / (1f + frequency * inverseNorm);
}
