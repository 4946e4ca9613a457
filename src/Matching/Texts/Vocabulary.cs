using System.Collections.Concurrent;
using Marketplace.Matching.Factors;

namespace Marketplace.Matching.Texts;

/// <summary>Words by number, with their rarity: needs and offers share one, so that comparing them compares integers. Grows as words are met; any thread may use it.</summary>
public sealed class Vocabulary(Rarity rarity)
{
    /// <summary>For words that say nothing: they get no number.</summary>
    public const int Nothing = -1;

    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Lock _growing = new();
    private volatile Word[] _words = [];
    private int _count;

    private readonly record struct Word(string Text, float Rarity);

    public int NumberOf(ReadOnlySpan<char> text)
    {
        var known = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(text, out var number) ? number : Add(text.ToString());
    }

    public string TextOf(int number) => _words[number].Text;

    public float RarityOf(int number) => _words[number].Rarity;

    private int Add(string text)
    {
        lock (_growing)
        {
            if (_numbers.TryGetValue(text, out var number)) return number;
            var weight = rarity.Of(text);
            if (weight == 0) return _numbers[text] = Nothing;
            if (_count == _words.Length)
            {
                var larger = new Word[Math.Max(1024, _count * 2)];
                _words.CopyTo(larger, 0);
                _words = larger;
            }
            _words[_count] = new(text, weight);
            // Last: who finds the number finds the word.
            return _numbers[text] = _count++;
        }
    }
}
