// Made by Tests/Scripts/make-lookalikes.py; change that, not this.
//
// From Unicode's confusables.txt (UTS #39) as ICU 72 has it, reduced to what looks like Latin letters
// and digits, and from the Unicode Character Database 14.0.0: decompositions and names. Their licence:
//
// UNICODE LICENSE V3
//
// COPYRIGHT AND PERMISSION NOTICE
//
// Copyright © 1991-2022 Unicode, Inc.
//
// NOTICE TO USER: Carefully read the following legal agreement. BY DOWNLOADING, INSTALLING, COPYING OR OTHERWISE
// USING DATA FILES, AND/OR SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE TERMS AND
// CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA
// FILES OR SOFTWARE.
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated
// documentation (the "Data Files") or software and any associated documentation (the "Software") to deal in the
// Data Files or Software without restriction, including without limitation the rights to use, copy, modify, merge,
// publish, distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the Data
// Files or Software are furnished to do so, provided that either (a) this copyright and permission notice appear
// with all copies of the Data Files or Software, or (b) this copyright and permission notice appear in associated
// Documentation.
//
// THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
// BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
// THIRD PARTY RIGHTS.
//
// IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY
// SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
// PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION
// WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
//
// Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise
// to promote the sale, use or other dealings in these Data Files or Software without prior written authorization
// of the copyright holder.

package enum LookalikeData {
  /// Entries between semicolons, in the order of the code points. `C0 AAA`: U+00C0 and what follows look like
  /// these, one each. `FB01=fi`: one that looks like several.
  package static let entries = """
    A2 c; A5 Y; AA a; B2 23; B9 1o; C0 AAAAAA; C6=AE; C7 CEEEEIIIIDNOOOOOxOUUUUY; DF baaaaaa; E6=ae; E7 ceeeeiiii;\
    F1 nooooo; F8 ouuuuy; FF yAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi; 132=IJ; 133=ij;\
    134 JjKkkLlLlLlLlLlNnNnNn; 14C OoOoOo; 152=OE; 153=oe; 154 RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsbBbbb;\
    187 CcDDDdg; 191 FfG; 196 llKkl; 19D NnOOo; 1A4 PpR2; 1AB tTtTUu; 1B2 VYyZz3; 1BB 25s; 1C0 l; 1C1=ll; 1C4=DZ;\
    1C5=Dz; 1C6=dz; 1C7=LJ; 1C8=Lj; 1C9=lj; 1CA=NJ; 1CB=Nj; 1CC=nj; 1CD AaIiOoUuUuUuUuUu; 1DE AaAa; 1E2=AE; 1E3=ae;\
    1E4 GgGgKkOoOo3; 1F0 j; 1F1=DZ; 1F2=Dz; 1F3=dz; 1F4 Gg; 1F8 NnAa; 1FC=AE; 1FD=ae;\
    1FE OoAaAaEeEeIiIiOoOoRrRrUuUuSsTt3; 21E HhNd88ZzAaEeOoOoOoOoYylnt; 23A ACcLTsz; 243 BU; 246 EeJj; 24B qRrYy;\
    251 a; 253 b; 255 cdd; 25B e; 260 gggy; 266 h; 268 iiilll; 26F w; 271=rn; 272 nnno; 27C rrr; 280 r; 282 s; 288 t;\
    28B u; 28F yzz; 299 b; 29B ghj; 29F lq; 2A3=dz; 2A6=ts; 2AA=ls; 2AB=lz; 2B0 hhjr; 2B7 wy; 2E0 ylsx; 37F J; 386 A;\
    388 EHl; 38C O; 38E Y; 390 iAB; 395 EZHOlK; 39C MN; 39F O; 3A1 P; 3A4 TY; 3A7 X; 3AA lYa; 3AE niuaby; 3B5 e;\
    3B7 nOik; 3BD v; 3BF o; 3C1 p; 3C3 otu; 3CA iuou; 3D0 bOYYY; 3DC F; 3E8 2; 3F0 kp; 3F3 jOe; 3FA M; 400 EE;\
    404 CSllJ; 40C K; 40E Y; 410 AbB; 415 E; 417 3; 41A K; 41C MHO; 420 PCTY; 425 X; 42B=bl; 42C b; 42E=lO; 430 a6br;\
    435 e; 43A k; 43D ho; 440 pcty; 445 x; 450 ee; 453 resiij; 45B h; 45E y; 461 wbb; 472 OoVvVv; 47D w; 48C bb;\
    493 r; 498 3; 49A K; 49E K; 4A2 H; 4AA CcT; 4AE YyYyX; 4BB h; 4BD e; 4BF el; 4C7 H; 4C9 H; 4CD M; 4CF iAaAa;\
    4D4=AE; 4D5=ae; 4D6 Ee; 4DE 3; 4E0 3; 4E6 OoOoOo; 4EE YyYyYy; 4F8=bl; 501 d; 50C Gg; 511 e; 51B qWw; 54D U;\
    54F S; 555 O; 561 w; 563 q; 566 q; 570 h; 578 n; 57C nu; 581 g; 584 fo; 5C0 l; 5D5 l; 5D8 v; 5DF l; 5E1 o;\
    5F0=ll; 622 ll; 625 l; 627 l; 647 o; 661 l; 665 o; 667 V; 673 l; 6BE o; 6C0 ooo; 6D5 o; 6F1 l; 6F5 o; 6F7 V;\
    6FF o; 7C0 O; 7CA l; 966 o; 9E6 O; 9EA 8; 9ED 9; A66 o9; A6A 8; AE6 o; B20 O; B66 O; B68 9; BE6 o; C66 o; CE6 o;\
    D20 o; D66 o; D6D 9; E50 o; ED0 o; 1010 o; 101D o; 1040 o; 10E7 y; 10FF o; 1200 U; 12D0 O; 13A0 DRT; 13A5 i;\
    13A9 YAJE; 13B3 W; 13B7 M; 13BB H; 13BD YOtG; 13C2 hZ; 13CC U; 13CE 4b; 13D2 R; 13D4 WS; 13D9 VS; 13DE LC;\
    13E2 P; 13E6 Kd; 13EB O; 13EE 6; 13F0 b; 13F2 hGB; 13FB gb; 142F V; 144C U; 146D P; 146F d; 1472 bb; 148D J;\
    14AA L; 14BF 2; 1541 x; 157C Hx; 1587 R; 15AF b; 15B4 F; 15C5 A; 15DE D; 15EA D; 15F0 M; 15F7 B; 166D Xx; 16B7 X;\
    16C1 l; 16D5 KM; 1D00 a; 1D04 cd; 1D07 e; 1D0A jklm; 1D0F o; 1D11 o; 1D18 p; 1D1B tu; 1D20 vwz; 1D26 r; 1D29 p;\
    1D2C A; 1D2D=AE; 1D2E B; 1D30 DE; 1D33 GHIJKLMN; 1D3C O8PRTUWa; 1D45 a; 1D47 bde; 1D4B e; 1D4D g; 1D4F km;\
    1D52 o; 1D56 ptu; 1D5A wv; 1D5D by; 1D62 iruvbyp; 1D6B=ue; 1D6C bdf; 1D6F=rn; 1D70 nprrstz; 1D78 h; 1D7B iipu;\
    1D80 bdfgklmnprs; 1D8C yxzaqde; 1D96 i; 1D99 u; 1D9C cc; 1DA0 f; 1DA2 g; 1DA4 iiiijlll; 1DAC=rn; 1DAE nnno;\
    1DB3 s; 1DB5 t; 1DB8 uu; 1DBB zzz; 1DBF O; 1E00 AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm;\
    1E40 MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv; 1E80 WwWwWwWwWwXxXxYyZzZzZzhtwyas; 1E9D f;\
    1EA0 AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOo; 1EE0 OoOoUuUuUuUuUuUuUuYyYyYyYy;\
    1EFE YyaaaaaaaaAAAAAAAA; 1F18 EEEEEE; 1F20 nnnnnnnnHHHHHHHHiiiiiiiilllllllloooooo; 1F48 OOOOOO; 1F50 uuuuuuuu;\
    1F59 Y; 1F5B Y; 1F5D Y; 1F5F Y; 1F70 aa; 1F74 nniioouu; 1F80 aaaaaaaaAAAAAAAAnnnnnnnnHHHHHHHH; 1FB0 aaaaa;\
    1FB6 aaAAAAA; 1FBE i; 1FC2 nnn; 1FC6 nnEEHHH; 1FD0 iiii; 1FD6 iillll; 1FE0 uuuuppuuYYYYP; 1FF8 OO; 2070 0i;\
    2074 456789; 207F n0123456789; 2090 aeox; 2095 hklmnpst; 20A1 C; 20A9 W; 20AB dCKT; 2102 C; 210A gHHHhhIILl;\
    2115 N; 2119 PQRRR; 2124 Z; 2128 Z; 212A KABCeeEF; 2133 Mo; 2139 i; 213D y; 2145 Ddeij; 2160 I; 2161=II;\
    2162=III; 2163=IV; 2164 V; 2165=VI; 2166=VII; 2167=VIII; 2168=IX; 2169 X; 216A=XI; 216B=XII; 216C LCDMi; 2171=ii;\
    2172=iii; 2173=iv; 2174 v; 2175=vi; 2176=vii; 2177=viii; 2178=ix; 2179 x; 217A=xi; 217B=xii; 217C lcdm; 2223 ll;\
    2228 v; 222A U; 2296 O; 229D O; 22A4 T; 22C1 v; 22C3 U; 22F4 e; 22FF E; 2361 T; 236C O; 2373 ip; 2376 a; 2378 i;\
    237A a; 23FD l; 2460 123456789; 2469=10; 246A=11; 246B=12; 246C=13; 246D=14; 246E=15; 246F=16; 2470=17; 2471=18;\
    2472=19; 2473=20; 249C abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl; 24DC mnopqrstuvwxyz0;\
    2573 X; 27D9 T; 292B xx; 2A2F xx; 2C60 LlLPRatHhKkZz; 2C6E M; 2C71 vWwv; 2C78 e; 2C7A o; 2C7C jVSZ; 2C85 r;\
    2C88 Ce; 2C8E H; 2C92 l; 2C94 Kk; 2C98 M; 2C9A N; 2C9E Oo; 2CA2 PpCcT; 2CA8 Y; 2CAC X; 2CCA 9; 2CCC 3; 2CD0 Ll6;\
    2D31 O; 2D38 VE; 2D41 O; 2D4F l; 2D54 OQ; 2D5D X; 3007 O; 3251=21; 3252=22; 3253=23; 3254=24; 3255=25; 3256=26;\
    3257=27; 3258=28; 3259=29; 325A=30; 325B=31; 325C=32; 325D=33; 325E=34; 325F=35; 32B1=36; 32B2=37; 32B3=38;\
    32B4=39; 32B5=40; 32B6=41; 32B7=42; 32B8=43; 32B9=44; 32BA=45; 32BB=46; 32BC=47; 32BD=48; 32BE=49; 32BF=50;\
    A4D0 BPdDT; A4D6 GK; A4D9 JC; A4DC ZF; A4DF MNLSR; A4E6 VH; A4EA WXY; A4EE A; A4F0 E; A4F2 lOU; A644 2; A647 i;\
    A695 h; A698=OO; A699=oo; A6DF V; A6EF 2; A728=T3; A730 fs; A732=AA; A733=aa; A734=AO; A735=ao; A736=AU; A737=au;\
    A738=AV; A739=av; A73A=AV; A73B=av; A73C=AY; A73D=ay; A740 KkKkKk; A748 LlOoOo; A74E=OO; A74F=oo;\
    A750 PpPpPpQqQq2; A75E Vv; A761 w; A76A 3; A76E 9; A777=tf; A78E l; A790 NnCechBbFf; A79F uGgKkNnRrSsH3; A7AD L;\
    A7AF q; A7B2 JXBb; A7B8 Uu; A7C4 CSZDdSs; A7F2 CFQ; A7F8 H; A7F9=oe; AB32 e; AB34 ef; AB37 lllmn; AB3D oo;\
    AB46 rrrr; AB4E u; AB52 u; AB56 xxxxy; AB5D llu; AB63=uo; AB70 drt; AB74 oi; AB7A aje; AB81 r; AB83 w; AB8B h;\
    AB8E o; AB90 g; AB93 z; AB9B eu; ABA2 r; ABA9 vs; ABAE lc; ABB2 p; ABB6 k; ABBB o; FB00=ff; FB01=fi; FB02=fl;\
    FB03=ffi; FB04=ffl; FB05=st; FB06=st; FB35 l; FB38 v; FB41 o; FB4B l; FBA4 oooooooooo; FCD9 o; FD3C ll;\
    FE81 llll; FE87 ll; FE8D ll; FEE9 oooo; FF10 0123456789; FF21 ABCDEFGHIJKLMNOPQRSTUVWXYZ;\
    FF41 abcdefghijklmnopqrstuvwxyz; FF5C l; FFE0 c; FFE5 YW; 1018E N; 10196 XV; 10282 B; 10286 EF; 1028A l; 10290 X;\
    10292 O; 10295 PST; 102A0 ABC; 102A5 F; 102AB O; 102B0 MTY; 102B4 X; 102CF H; 102F5 Z; 10301 BC; 10309 l;\
    10311 M; 10315 T; 10317 X; 1031A 8; 10320 l; 10322 X; 10404 O; 10415 C; 1041B L; 10420 S; 10429 e; 1042C o;\
    1043D c; 10443 l; 10448 s; 104B4 R; 104C2 O; 104CE U; 104D2 7; 104EA o; 104F6 u; 10513 N; 10516 O; 10518 K;\
    1051C CV; 10525 FLX; 10783=ae; 10784 bb; 10787=dz; 1078B ddd; 10792 ggghh; 10799=ls; 1079A=lz; 1079B lll;\
    107A2 o; 107A5 q; 107A8 rrr; 107AC=ts; 107AF tv; 107B2 y; 107B6 l; 107B7=ll; 107BA s; 114C5 w; 114D0 O; 11700=rn;\
    11706 v; 1170A w; 1170E ww; 118A0 V; 118A2 FLY; 118A6 E; 118A9 Z; 118AC 9; 118AE E4; 118B2 L; 118B5 O; 118B8 U;\
    118BB 5T; 118C0 vsFiz; 118C6 7; 118C8 o; 118CA 3; 118CC 9; 118CE e; 118D5 69ou; 118DC y; 118E0 O; 118E3=rn;\
    118E5 ZW; 118E9 C; 118EC X; 118EF W; 118F2 C; 16F08 V; 16F0A T; 16F16 L; 16F28 l; 16F35 R; 16F3A S3; 16F40 A;\
    16F42 UY; 1D206 3; 1D20D V; 1D212 7F; 1D216 R; 1D21A O; 1D22A L;\
    1D400 ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKL; 1D440 MNOPQRSTUVWXYZabcdefg;\
    1D456 ijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst; 1D496 uvwxyzA; 1D49E CD; 1D4A2 G;\
    1D4A5 JK; 1D4A9 NOPQ; 1D4AE STUVWXYZabcd; 1D4BB f; 1D4BD hijklmn;\
    1D4C5 pqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzA; 1D505 B; 1D507 DEFG; 1D50D JKLMNOPQ;\
    1D516 STUVWXY; 1D51E abcdefghijklmnopqrstuvwxyzAB; 1D53B DEFG; 1D540 IJKLM; 1D546 O; 1D54A STUVWXY;\
    1D552 abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl;\
    1D592 mnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx;\
    1D5D2 yzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJ;\
    1D612 KLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV;\
    1D652 WXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh; 1D692 ijklmnopqrstuvwxyzi; 1D6A8 AB;\
    1D6AC EZHOlK; 1D6B3 MN; 1D6B6 O; 1D6B8 PO; 1D6BB TY; 1D6BE X; 1D6C2 aby; 1D6C6 e; 1D6C8 nOik; 1D6CE v; 1D6D0 o;\
    1D6D2 p; 1D6D4 otu; 1D6DC eOk; 1D6E0 p; 1D6E2 AB; 1D6E6 EZHOlK; 1D6ED MN; 1D6F0 O; 1D6F2 PO; 1D6F5 TY; 1D6F8 X;\
    1D6FC aby; 1D700 e; 1D702 nOik; 1D708 v; 1D70A o; 1D70C p; 1D70E otu; 1D716 eOk; 1D71A p; 1D71C AB; 1D720 EZHOlK;\
    1D727 MN; 1D72A O; 1D72C PO; 1D72F TY; 1D732 X; 1D736 aby; 1D73A e; 1D73C nOik; 1D742 v; 1D744 o; 1D746 p;\
    1D748 otu; 1D750 eOk; 1D754 p; 1D756 AB; 1D75A EZHOlK; 1D761 MN; 1D764 O; 1D766 PO; 1D769 TY; 1D76C X; 1D770 aby;\
    1D774 e; 1D776 nOik; 1D77C v; 1D77E o; 1D780 p; 1D782 otu; 1D78A eOk; 1D78E p; 1D790 AB; 1D794 EZHOlK; 1D79B MN;\
    1D79E O; 1D7A0 PO; 1D7A3 TY; 1D7A6 X; 1D7AA aby; 1D7AE e; 1D7B0 nOik; 1D7B6 v; 1D7B8 o; 1D7BA p; 1D7BC otu;\
    1D7C4 eOk; 1D7C8 p; 1D7CA F; 1D7CE 01234567890123456789012345678901234567890123456789; 1DF04 l; 1DF09 t; 1DF11 l;\
    1DF13 l; 1DF16 r; 1DF1A io; 1DF1D cs; 1E8C7 l; 1E8CB 8; 1EE00 l; 1EE24 o; 1EE64 o; 1EE80 l; 1EE84 o;\
    1F110 ABCDEFGHIJKLMNOPQRSTUVWXYZ; 1F12B CR; 1F130 ABCDEFGHIJKLMNOPQRSTUVWXYZ; 1F150 ABCDEFGHIJKLMNOPQRSTUVWXYZ;\
    1F16E C; 1F170 ABCDEFGHIJKLMNOPQRSTUVWXYZP; 1F1E6 ABCDEFGHIJKLMNOPQRSTUVWXYZ; 1F708 V; 1F714 O; 1F74C C; 1F768 T;\
    1FBF0 0123456789;
    """
}
