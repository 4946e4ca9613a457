using Marketplace.Matching.Texts;

namespace Marketplace.Matching.Candidates;

/// <summary>For each word the places where it stands.</summary>
internal sealed class WordPostings
{
    private volatile Postings?[] _words = new Postings?[1024];

    public Postings? Of(int word) => _words is var words && word < words.Length ? words[word] : null;

    public void Add(int place, SparseWords said)
    {
        for (var i = 0; i < said.Numbers.Length; i++)
        {
            var word = said.Numbers[i];
            if (word >= _words.Length)
            {
                var larger = new Postings?[Math.Max(word + 1, _words.Length * 2)];
                _words.CopyTo(larger, 0);
                _words = larger;
            }
            (_words[word] ??= new()).Add(place, said.Values[i]);
        }
    }
}
