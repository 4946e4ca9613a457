namespace Marketplace.Search.Analysis;

/// <summary>Takes the words of one cut run of Han characters, from left to right; the words inside a word come before it.</summary>
public interface IWordSink
{
    /// <param name="inner">It lies inside the longer word that follows.</param>
    void Add(int start, int length, bool inner);
}
