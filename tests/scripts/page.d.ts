// What gradlab and Plotly put into a page, for the type checker.
interface Window {
  Plotly: any;
  gradlab: Record<string, any>;
}
interface Element {
  liveChart?: any;
  liveReceipt?: any;
  liveTraining?: any;
  newest?: any;
}
