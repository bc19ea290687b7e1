using System.Text;
using Pipeline.Problems;

namespace Pipeline.UnitTests.Problems;

public sealed class JsonFaultsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("""{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":2}]}""", "")]
    [InlineData("""{"a":1,"A":2}""", "")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "")]
    [InlineData("""{"a":1,"a":1}""", "$.a")]
    [InlineData("""{"a":1,"\u0061":2,"a":3}""", "$.a,$.a")]
    [InlineData("""[{"a":[{},{"b":1,"b":2}]}]""", "$[0].a[1].b")]
    [InlineData("""{"a":["x","\ud800",1,"\udc00"]}""", "$.a[1],$.a[3]")]
    [InlineData("""{"a":{"\ud800":1}}""", "$.a")]
    [InlineData("\"\\ud800\"", "$")]
    [InlineData("""{"a":1,"a":2,""", "$.a")]
    [InlineData("/* x */ {\"a\":1, // y\n\"a\":2,}", "$.a")]
    public void Of_Text_NamesWhatCannotBeMeant(string json, string fields) =>
        Assert.Equal(fields, string.Join(',', JsonFaults.Of(Encoding.UTF8.GetBytes(json)).Select(fault => fault.Field)));

    [Fact]
    public void Of_BytesThatAreNoText_NamesThem() =>
        Assert.Equal(["$.a"], JsonFaults.Of([.. "{\"a\":\""u8, 0xC3, .. "\"}"u8]).Select(fault => fault.Field));

    [Theory]
    [InlineData(49, 49)]
    [InlineData(50, 50)]
    [InlineData(51, 50)]
    public void Of_ManyFaults_StopsAtFifty(int repeated, int told) => Assert.Equal(
        told,
        JsonFaults.Of(Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Repeat("\"a\":1", repeated + 1))}}}")).Count);

    [Fact]
    public void Of_DeepNesting_EndsWhereItIsNoMoreJson() => Assert.Empty(JsonFaults.Of(Encoding.UTF8.GetBytes(new string('[', 100_000))));
}
