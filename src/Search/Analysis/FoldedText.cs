using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>A text character by character as <see cref="CharacterTable"/> folds it, and where each character was. Gives its memory back when disposed.</summary>
internal ref struct FoldedText
{
    private readonly ReadOnlySpan<char> _text;
    private readonly char[] _term;
    private char[] _characters;
    private int[] _origins;

    public FoldedText(ReadOnlySpan<char> text, CharacterTable table)
    {
        _text = text;
        _term = ArrayPool<char>.Shared.Rent(LetterTerms.LongestTerm);
        _characters = ArrayPool<char>.Shared.Rent(text.Length + 1);
        _origins = ArrayPool<int>.Shared.Rent(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            var folded = table.Simple(text[i]);
            if (folded == 0)
            {
                AddOther(table, ref i);
                continue;
            }
            _characters[Length] = folded;
            _origins[Length++] = i;
        }
        _origins[Length] = text.Length;
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    /// <summary>Room to write a term in that the text has otherwise. A sink may not be handed memory of the stack.</summary>
    public readonly Span<char> Term => _term;

    public readonly int StartOf(int index) => _origins[index];

    /// <summary>Where the last character before <paramref name="index"/> ends, with the marks that belong to it.</summary>
    public readonly int EndOf(int index)
    {
        var start = _origins[index - 1];
        while (index < Length && _origins[index] == start) index++;   // One character that became several is taken as a whole.
        return _origins[index];
    }

    public readonly void Dispose()
    {
        ArrayPool<char>.Shared.Return(_term);
        ArrayPool<char>.Shared.Return(_characters);
        ArrayPool<int>.Shared.Return(_origins);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddOther(CharacterTable table, ref int at)
    {
        var character = _text[at];
        if (!char.IsSurrogate(character))
        {
            if (CharacterTable.IsMark(character) && Compose(table, character, at)) return;
            Add(table.Others(character), at, at + 1);
            return;
        }
        if (Rune.DecodeFromUtf16(_text[at..], out var rune, out _) != OperationStatus.Done)
        {
            Add(" ", at, at + 1);
            return;
        }
        if (Rune.IsLetterOrDigit(rune)) AddBeyondBmp(table, rune, at);
        else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) Add(" ", at, at + 2);
        at++;
    }

    private void AddBeyondBmp(CharacterTable table, Rune rune, int at)
    {
        if (table.Beyond(rune.Value) is { } folded)
        {
            Add(folded, at, at + 2);
            return;
        }
        Span<char> lower = stackalloc char[2];
        Rune.ToLowerInvariant(rune).EncodeToUtf16(lower);
        Add(lower, at, at + 2);
    }

    /// <summary>A letter and a mark that make another letter (и and ̆ are й) become that letter; any other mark is dropped.</summary>
    private readonly bool Compose(CharacterTable table, char mark, int at)
    {
        if (Length == 0 || _origins[Length - 1] >= at) return false;
        var composed = table.Compose(_characters[Length - 1], mark);
        if (composed != 0) _characters[Length - 1] = composed;
        return composed != 0;
    }

    private void Add(scoped ReadOnlySpan<char> folded, int at, int next)
    {
        var needed = Length + folded.Length + (_text.Length - next) + 1;
        if (needed > _characters.Length) _characters = Grow(_characters, needed);
        if (needed > _origins.Length) _origins = Grow(_origins, needed);
        folded.CopyTo(_characters.AsSpan(Length));
        _origins.AsSpan(Length, folded.Length).Fill(at);
        Length += folded.Length;
    }

    private readonly T[] Grow<T>(T[] full, int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(needed + needed / 4);
        full.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<T>.Shared.Return(full);
        return larger;
    }
}
