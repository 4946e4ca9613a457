using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>A text character by character as <see cref="CharacterTable"/> folds it, and where each character was. Gives its memory back when disposed.</summary>
internal ref struct FoldedText
{
    private readonly ReadOnlySpan<char> text;
    private readonly char[] term;
    private char[] characters;
    private int[] origins;

    public FoldedText(ReadOnlySpan<char> text, CharacterTable table)
    {
        this.text = text;
        term = ArrayPool<char>.Shared.Rent(LetterTerms.LongestTerm);
        characters = ArrayPool<char>.Shared.Rent(text.Length + 1);
        origins = ArrayPool<int>.Shared.Rent(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            var folded = table.Simple(text[i]);
            if (folded == 0)
            {
                AddOther(table, ref i);
                continue;
            }
            characters[Length] = folded;
            origins[Length++] = i;
        }
        origins[Length] = text.Length;
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Characters => characters.AsSpan(0, Length);

    /// <summary>Room to write a term in that the text has otherwise. A sink may not be handed memory of the stack.</summary>
    public readonly Span<char> Term => term;

    public readonly int StartOf(int index) => origins[index];

    /// <summary>Where the last character before <paramref name="index"/> ends, with the marks that belong to it.</summary>
    public readonly int EndOf(int index)
    {
        var start = origins[index - 1];
        while (index < Length && origins[index] == start) index++;   // One character that became several is taken as a whole.
        return origins[index];
    }

    public readonly void Dispose()
    {
        ArrayPool<char>.Shared.Return(term);
        ArrayPool<char>.Shared.Return(characters);
        ArrayPool<int>.Shared.Return(origins);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddOther(CharacterTable table, ref int at)
    {
        var character = text[at];
        if (!char.IsSurrogate(character))
        {
            if (CharacterTable.IsMark(character) && Compose(table, character, at)) return;
            Add(table.Others(character), at, at + 1);
            return;
        }
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out _) != OperationStatus.Done)
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
        if (Length == 0 || origins[Length - 1] >= at) return false;
        var composed = table.Compose(characters[Length - 1], mark);
        if (composed != 0) characters[Length - 1] = composed;
        return composed != 0;
    }

    private void Add(scoped ReadOnlySpan<char> folded, int at, int next)
    {
        var needed = Length + folded.Length + (text.Length - next) + 1;
        if (needed > characters.Length) characters = Grow(characters, needed);
        if (needed > origins.Length) origins = Grow(origins, needed);
        folded.CopyTo(characters.AsSpan(Length));
        origins.AsSpan(Length, folded.Length).Fill(at);
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
