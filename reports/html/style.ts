/** The page's look. Roles, not colours, are used below the first two blocks; charts use the same roles. */
export const style = `
:root{color-scheme:light dark;--paper:#f4f6f8;--card:#fff;--ink:#15202b;--muted:#5a6876;--line:#dde3e9;--accent:#2458c6;
--good:#157347;--bad:#c22f3d;--warn:#a15c00;--good-soft:#e3f4ea;--bad-soft:#fce8ea;--warn-soft:#fdf1dc;--quiet:#eef1f4}
@media (prefers-color-scheme:dark){:root{--paper:#0f1419;--card:#171e26;--ink:#e6ebf0;--muted:#95a3b1;--line:#2b3540;--accent:#7aa5ff;
--good:#4cc38a;--bad:#ff6b78;--warn:#f0b04f;--good-soft:#12301f;--bad-soft:#3a171c;--warn-soft:#33260f;--quiet:#1f2832}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
a{color:var(--accent)}code,.mono{font:13px/1.5 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}
section,header.top{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin-bottom:18px}
h2{font-size:17px;margin-bottom:14px}h3{font-size:14px;font-weight:600;margin:20px 0 8px}h3:first-of-type{margin-top:0}
.muted{color:var(--muted)}.small{font-size:13px}.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.kicker{display:flex;flex-wrap:wrap;gap:4px 16px;color:var(--muted);font-size:14px;align-items:baseline}.kicker b{color:var(--ink)}
.verdict{display:flex;align-items:center;gap:16px;margin:10px 0 18px}
.verdict .mark{flex:none;width:52px;height:52px;border-radius:50%;display:grid;place-items:center;font-size:26px;font-weight:700;color:var(--card);background:var(--tone)}
.verdict h1{font-size:32px;line-height:1.15;letter-spacing:-.01em;color:var(--tone)}
.verdict p{font-size:17px}
.good{--tone:var(--good);--soft:var(--good-soft)}.bad{--tone:var(--bad);--soft:var(--bad-soft)}
.warn{--tone:var(--warn);--soft:var(--warn-soft)}.busy,.none{--tone:var(--muted);--soft:var(--quiet)}
header.top{border-top:6px solid var(--tone)}
.answers{display:grid;grid-template-columns:repeat(3,1fr);gap:14px}
.answers>div{background:var(--quiet);border-radius:10px;padding:14px 16px;overflow-wrap:anywhere}
.answers>div.loud{background:var(--soft)}
.answers h2{font-size:12px;text-transform:uppercase;letter-spacing:.06em;color:var(--muted);margin-bottom:6px}
.answers p+p{margin-top:6px}
.story{list-style:none;display:grid;gap:2px}
.story li{display:grid;grid-template-columns:22px 92px 1fr;gap:10px;padding:6px 0;border-top:1px solid var(--line)}
.story li:first-child{border-top:0}.story .mark{color:var(--tone);font-weight:700;text-align:center}
.story .loud{color:var(--tone);font-weight:700;margin-right:12px}.story .label{font-weight:600}.story div{overflow-wrap:anywhere}
.story small{display:block;color:var(--muted);font-size:13px}
.badge{display:inline-block;padding:1px 9px;border-radius:20px;font-size:12px;font-weight:600;color:var(--tone);background:var(--soft);white-space:nowrap}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th{font-size:12px;font-weight:600;color:var(--muted);text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:8px 10px 8px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}td:last-child,th:last-child{padding-right:0}
details{font-size:13px}summary{cursor:pointer;color:var(--muted)}details[open] summary{margin-bottom:6px}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;font-size:14px}dl.facts dt{color:var(--muted)}dl.facts dd{overflow-wrap:anywhere}
ul.changes{padding-left:1.3em}
.evidence{border-left:3px solid var(--line);padding-left:10px;margin-top:4px;display:grid;gap:2px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:16px}
figure svg{width:100%;height:auto;display:block}figcaption{font-size:13px;font-weight:600;margin-bottom:4px}
figure.wide{max-width:860px;margin:4px 0 14px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12.5px;color:var(--muted);margin:8px 0 14px}
.legend i{display:inline-block;width:16px;height:0;border-top:3px solid;vertical-align:middle;margin-right:6px}
.legend i.dot{width:9px;height:9px;border:0;transform:rotate(45deg)}
.strip{display:flex;height:30px;border-radius:8px;overflow:hidden;margin-bottom:6px;background:var(--quiet)}
.strip div{min-width:3px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;font-size:12px;font-weight:600;padding:6px 8px;color:#fff}
.strip .settle{background:#5b7083}.strip .check{background:#3566b8}.strip .measure{background:#7a4fb0}.strip .decide{background:#8a6d1f}.strip .soak{background:#4a6fa5}
.strip .roll{background:#b0413e}.strip .again{background:#1f7a5c}
.timeline{list-style:none;font-size:14px}.timeline li{display:grid;grid-template-columns:76px 22px 1fr;gap:8px;padding:4px 0}
.timeline time{color:var(--muted);text-align:right;font-variant-numeric:tabular-nums}.timeline .mark{color:var(--tone);text-align:center;font-weight:700}
.timeline div{overflow-wrap:anywhere}
.bar{display:inline-block;width:120px;height:8px;border-radius:4px;background:var(--quiet);overflow:hidden;vertical-align:middle;margin-right:8px}
.bar i{display:block;height:100%;background:var(--tone)}
footer{color:var(--muted);font-size:13px;padding:0 6px}
@media (max-width:800px){.answers{grid-template-columns:1fr}.story li{grid-template-columns:22px 1fr}.story li{row-gap:0}.story li>div:last-child{grid-column:2}.verdict h1{font-size:25px}main{padding:14px 10px 40px}section,header.top{padding:16px}}
@media print{body{background:#fff}section,header.top{break-inside:avoid;border-color:#ccc}}
`;
