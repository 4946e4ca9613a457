namespace Marketplace.Search.Analysis;

/// <summary>Terms of letters and digits. What has a form of its own (IPC symbols, application numbers, standards) is tried first.</summary>
internal sealed class LetterTerms(CharacterTable table)
{
    /// <summary>Longer runs are cut into such pieces: no word is so long, and Elasticsearch refuses terms of more than 32,766 bytes.</summary>
    public const int LongestTerm = 64;

    public int Add<TSink>(in FoldedText text, int start, ref int position, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var characters = text.Characters;
        var term = text.Term;
        if (IpcSymbol.Read(characters, start, term, out var length) is > 0 and var end && !Continues(characters, end))
        {
            sink.Add(term[..length], position, text.StartOf(start), text.EndOf(end), TermKind.Number);
            // The subclass alone is what many ask for.
            sink.Add(term[..IpcSymbol.SubclassLength], position++, text.StartOf(start), text.EndOf(start + IpcSymbol.SubclassLength), TermKind.Inner);
            return end;
        }
        if ((end = ApplicationNumber.Read(characters, start, term, out length)) > 0 && !Continues(characters, end))
        {
            sink.Add(term[..length], position++, text.StartOf(start), text.EndOf(end), TermKind.Number);
            return end;
        }
        if ((end = Standard.Read(characters, start, term, out length, out var yearEnd, out var yearLength)) > 0)
        {
            if (yearEnd > 0 && !Continues(characters, yearEnd))
            {
                sink.Add(term[..length], position, text.StartOf(start), text.EndOf(end), TermKind.Latin);
                sink.Add(term[..yearLength], position++, text.StartOf(start), text.EndOf(yearEnd), TermKind.Latin);
                return yearEnd;
            }
            if (!Continues(characters, end))
            {
                sink.Add(term[..length], position++, text.StartOf(start), text.EndOf(end), TermKind.Latin);
                return end;
            }
        }
        return AddRun(text, start, ref position, ref sink);
    }

    private int AddRun<TSink>(in FoldedText text, int start, ref int position, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var characters = text.Characters;
        var term = text.Term;
        var end = EndOfRun(characters, start);
        var kind = table.ClassOf(characters[start]) == CharacterClass.Digit ? TermKind.Number : TermKind.Latin;
        if (kind == TermKind.Number && Units.EndAfterSpace(characters, start, end) is > 0 and var unitEnd && !Continues(characters, unitEnd))
        {
            // "10 kg" is "10kg".
            characters[start..end].CopyTo(term);
            characters[(end + 1)..unitEnd].CopyTo(term[(end - start)..]);
            sink.Add(term[..(unitEnd - start - 1)], position++, text.StartOf(start), text.EndOf(unitEnd), kind);
            return unitEnd;
        }
        while (start < end)
        {
            var next = Math.Min(end, start + LongestTerm);
            if (next < end && char.IsHighSurrogate(characters[next - 1])) next--;
            sink.Add(characters[start..next], position++, text.StartOf(start), text.EndOf(next), kind);
            start = next;
        }
        return end;
    }

    private int EndOfRun(ReadOnlySpan<char> characters, int start)
    {
        var end = start;
        var digit = false;   // The last character is one.
        for (; end < characters.Length; end++)
        {
            var next = table.ClassOf(characters[end]);
            if (next is CharacterClass.Letter) digit = false;
            else if (next is CharacterClass.Digit) digit = true;
            else if (next is CharacterClass.UnitSign && digit) digit = false;
            else if (characters[end] != '.' || !digit || end + 1 == characters.Length || !char.IsAsciiDigit(characters[end + 1])) break;
        }
        // C# and C++ are words; a plus behind anything else is a sign.
        if (end - start != 1 || characters[start] != 'c') return end;
        var rest = characters[end..];
        var sign = rest.StartsWith("++") ? 2 : rest.StartsWith("#") ? 1 : 0;
        return Continues(characters, end + sign) ? end : end + sign;
    }

    private bool Continues(ReadOnlySpan<char> characters, int at) => at < characters.Length && table.IsLetterOrDigit(characters[at]);
}
