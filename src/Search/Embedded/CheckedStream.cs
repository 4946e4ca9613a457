using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded;

/// <summary>Writes arrays, each with its length before it and a checksum (CRC-32C) after it.</summary>
internal sealed class CheckedWriter(Stream stream)
{
    public void Write(string text) => Write<char>(text.ToCharArray());

    public void Write<T>(ReadOnlySpan<T> items) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(items);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BitConverter.TryWriteBytes(sum, Checksum.Of(bytes));
        stream.Write(sum);
    }

    public void Write<T>(T item) where T : unmanaged => Write(new ReadOnlySpan<T>(in item));
}

/// <summary>Reads what <see cref="CheckedWriter"/> wrote; whatever is not that is an <see cref="InvalidDataException"/>.</summary>
internal sealed class CheckedReader(Stream stream)
{
    public string ReadString() => new(Read<char>());

    public T[] Read<T>() where T : unmanaged
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        ReadExactly(length);
        var bytes = BitConverter.ToInt64(length);
        var size = Unsafe.SizeOf<T>();
        // A torn or foreign length must not make us ask for memory that the file could never fill.
        if (bytes < 0 || bytes > stream.Length - stream.Position || bytes % size != 0) throw new InvalidDataException("A length in the file is impossible.");
        var items = new T[bytes / size];
        ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        ReadExactly(sum);
        if (BitConverter.ToUInt32(sum) != Checksum.Of(MemoryMarshal.AsBytes(items.AsSpan()))) throw new InvalidDataException("A checksum in the file is wrong.");
        return items;
    }

    public T ReadOne<T>() where T : unmanaged => Read<T>() is [var only] ? only : throw new InvalidDataException("One value was expected.");

    private void ReadExactly(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw new InvalidDataException("The file ends too early.");
    }
}

internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }
}
