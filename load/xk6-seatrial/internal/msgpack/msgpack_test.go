package msgpack

import (
	"encoding/hex"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// The bytes are those that @msgpack/msgpack writes.
func TestKnownBytes(t *testing.T) {
	for text, want := range map[string]string{
		`{"items":[{"text":"hi"}]}`:   "81a56974656d739181a474657874a26869",
		`[1,-1,300,1.5,true,null,""]`: "9701ffcd012ccb3ff8000000000000c3c0a0",
	} {
		var value any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if got, err := Append(nil, value); err != nil || hex.EncodeToString(got) != want {
			t.Errorf("%s is %x, %v", text, got, err)
		}
	}
}

func TestReadsWhatOthersWrite(t *testing.T) {
	for raw, want := range map[string]any{
		// msgpack-numpy: keys as bytes, an array as its bytes.
		"84c4026e64c3c40474797065a33c6634c40573686170659102c40464617461c40800000000000080bf": map[string]any{
			"nd": true, "type": "<f4", "shape": []any{int64(2)}, "data": []byte{0, 0, 0, 0, 0, 0, 0x80, 0xbf},
		},
		"93d0ffcd0100ca3fc00000": []any{int64(-1), uint64(256), 1.5},
		"d9026869":               "hi",
		"e0":                     int64(-32),
		"d60501020304":           []byte{5, 1, 2, 3, 4},
	} {
		bytes, _ := hex.DecodeString(raw)
		if got, err := Decode(bytes); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, %v", raw, got, err)
		}
		for cut := range bytes {
			if _, err := Decode(bytes[:cut]); err == nil {
				t.Errorf("%s is accepted when cut at %d", raw, cut)
			}
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	long := strings.Repeat("ä", 40_000)
	items := make([]any, 70_000)
	want := map[string]any{"a": long, "b": items, "c": map[string]any{"d": int64(7)}, "e": strings.Repeat("x", 200)}
	raw, err := Append(nil, map[string]any{"a": long, "b": items, "c": map[string]any{"d": 7}, "e": want["e"]})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Decode(raw); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v", err)
	}
}

func FuzzDecodeNeverPanics(f *testing.F) {
	f.Add([]byte{0x82, 0xa1, 'a', 0x90, 0xc4, 1, 2, 0xdd, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(_ *testing.T, raw []byte) { _, _ = Decode(raw) })
}
