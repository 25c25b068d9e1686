package protocol

import (
	"math/rand/v2"
	"strings"
)

// The most frequent English words of a ship's log, more or less: a tokenizer sees ordinary text.
var words = strings.Fields(`the of and to in a is that for it was on with as be at by this had not are from or have they
which one you were all her she there would their we him been has when who will no more if out so up said what its about
than into them can only other time new some could these two may first then do any like my now over such our man me even
most made after also did many off before must well back through years where much your way down should because long each
just state those people too mister little good world make very year still see own work men day get here old both between
life being under three never know same last another while us might great go come since against right came take used
himself few house use place during without again home around small however found thought went say part once general high
upon school every don does got united left number course war until always away something fact water though less public
put think almost hand enough far took head yet government system better set told nothing night end why called didn eyes
find going look asked later knew point next program city business give group toward young days let room president side
social given present several order national possible rather second face per among form important often things looked
early white case john large big need four within felt children along saw best church ever least power development light
thing seemed family interest want members mind country area others done turned although open god service problem certain
kind different began thus help door sense means whole matter harbour sail wind deck anchor course depth watch tide crew`)

// makeText makes up text of exactly so many characters, with sentences and without a meaning.
func makeText(chance *rand.Rand, characters int) string {
	var text strings.Builder
	for text.Len() < characters {
		for n := 5 + chance.IntN(10); n > 0; n-- {
			word := words[chance.IntN(len(words))]
			if text.Len() == 0 || strings.HasSuffix(text.String()[max(0, text.Len()-2):], ". ") {
				word = strings.ToUpper(word[:1]) + word[1:]
			}
			text.WriteString(word)
			if n > 1 {
				text.WriteByte(' ')
			}
		}
		text.WriteString(". ")
	}
	cut := text.String()[:characters-1]
	return cut + "."
}
