using Pipeline.Settings;

namespace Pipeline.UnitTests.Settings;

public sealed class SettingsTextTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,{"c":null,"d":"é"}]}""")]
    [InlineData("""{ "b" : [ 1, { "d" : "\u00e9", "c" : null, } ], /* why */ "a" : 1 }""")]
    public void HashOf_SameContent_IsTheSame(string json) =>
        Assert.Equal(SettingsText.HashOf("""{"a":1,"b":[1,{"c":null,"d":"é"}]}"""), SettingsText.HashOf(json));

    [Theory]
    [InlineData("""{"a":2,"b":[1,{"c":null,"d":"é"}]}""")]
    [InlineData("""{"a":1,"b":[{"c":null,"d":"é"},1]}""")]
    [InlineData("""{"a":1,"b":[1,{"d":"é"}]}""")]
    public void HashOf_OtherContent_IsAnother(string json) =>
        Assert.NotEqual(SettingsText.HashOf("""{"a":1,"b":[1,{"c":null,"d":"é"}]}"""), SettingsText.HashOf(json));
}
